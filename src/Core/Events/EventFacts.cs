namespace AgentMail.Core.Events;

/// <summary>What the log line of an email's event says besides its type: nothing of a person, nothing of the message.</summary>
/// <param name="Sender">Kind and id of the sending identity.</param>
/// <param name="ServerId">The outbound server.</param>
/// <param name="Attempt">SMTP attempts begun.</param>
/// <param name="TraceId">The trace of the request that brought the email.</param>
/// <param name="Code">Reply code of the server.</param>
/// <param name="EnhancedCode">Enhanced status code of the server (RFC 3463).</param>
/// <param name="Reason">Why it failed or waits, in our word.</param>
public sealed record EventFacts(string Sender, string ServerId, int Attempt, string? TraceId, int? Code, string? EnhancedCode, string? Reason);
