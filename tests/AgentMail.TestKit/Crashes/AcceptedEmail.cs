namespace AgentMail.TestKit.Crashes;

/// <summary>An email that got a 202: AgentMail's promise.</summary>
/// <param name="Recipient">Its own, so that it is known even where its id is not.</param>
/// <param name="Id">As answered.</param>
/// <param name="MessageId">As answered.</param>
/// <param name="At">When the answer was here.</param>
public sealed record AcceptedEmail(string Recipient, string Id, string MessageId, DateTimeOffset At);
