using AgentMail.Core.Emails;

namespace AgentMail.Core.Stats;

/// <summary>Emails by what became of them.</summary>
/// <param name="LastEvent">Number of the event as of which this is true: whoever reads on after it misses nothing and counts nothing twice.</param>
/// <param name="AsOf">Until when it is true: now, or the time of that event where the log has much more.</param>
/// <param name="Groups">How many of each group, none of them empty.</param>
public sealed record CountedEmails(long LastEvent, DateTimeOffset AsOf, IReadOnlyList<CountedGroupOf> Groups);

/// <summary>Emails of one sender through one server with one status.</summary>
public sealed record CountedGroup(EmailStatus Status, string ServerId, SenderKind SenderKind, string SenderId);

/// <summary>How many there are.</summary>
public sealed record CountedGroupOf(CountedGroup Group, long Count);
