namespace AgentMail.TestKit.Crashes.Sink;

/// <summary>A message that the sink took.</summary>
/// <param name="Session">Number of the connection that brought it.</param>
/// <param name="Account">Who had signed in.</param>
/// <param name="Recipient">Each email of a run has one of its own.</param>
/// <param name="MessageId">With angle brackets, as AgentMail tells it.</param>
/// <param name="At">Before the 250.</param>
public sealed record SinkEntry(int Session, string Account, string Recipient, string MessageId, DateTimeOffset At);
