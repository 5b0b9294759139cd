namespace AgentMail.TestKit.Crashes;

/// <summary>One <c>kill -9</c>.</summary>
/// <param name="Process">What was killed.</param>
/// <param name="HitsApi">Whether it answered requests.</param>
/// <param name="At">Just before: it may have worked for some milliseconds more.</param>
public sealed record Kill(string Process, bool HitsApi, DateTimeOffset At);
