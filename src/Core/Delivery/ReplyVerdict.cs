namespace AgentMail.Core.Delivery;

/// <summary>What a refusing SMTP reply means for the email and for the identity that sent it.</summary>
/// <param name="Class">Decides the next status.</param>
/// <param name="Reason">The finer cause.</param>
/// <param name="Hint">What an agent or admin can do about it; one or two sentences.</param>
/// <param name="RetryAfter">How long the server asked to wait, bounded; null where it named no time.</param>
public sealed record ReplyVerdict(FailureClass Class, FailureReason Reason, string Hint, TimeSpan? RetryAfter);
