using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Smtp;

/// <summary>What became of one recipient.</summary>
/// <param name="Address">As given in the envelope.</param>
/// <param name="Reply">The reply to its RCPT TO; null where none came.</param>
/// <param name="Failure">Null where the server took over for this recipient, and where the outcome is fenced.</param>
public sealed record SmtpRecipientResult(string Address, SmtpReply? Reply, SmtpFailure? Failure);
