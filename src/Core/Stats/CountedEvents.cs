using AgentMail.Core.Emails;

namespace AgentMail.Core.Stats;

/// <summary>Events about emails over time.</summary>
/// <param name="LastEvent">Number of the last event that is counted.</param>
/// <param name="Steps">Those in which something happened, in their order.</param>
public sealed record CountedEvents(long LastEvent, IReadOnlyList<CountedStep> Steps);

/// <summary>What happened within one minute or hour.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="Events">How many emails reached each status.</param>
public sealed record CountedStep(DateTimeOffset At, IReadOnlyDictionary<EmailStatus, long> Events);
