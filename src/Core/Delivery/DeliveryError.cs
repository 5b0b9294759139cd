namespace AgentMail.Core.Delivery;

/// <summary>Why the last attempt at an email, or at one recipient, did not succeed.</summary>
/// <param name="Class">Decides the next status.</param>
/// <param name="Reason">The finer cause.</param>
/// <param name="Stage">How far the SMTP transaction had come; null where none was begun.</param>
/// <param name="Reply">The server's words; null where there was no reply.</param>
/// <param name="Hint">What a person can do about it; one or two sentences.</param>
public sealed record DeliveryError(FailureClass Class, FailureReason Reason, SmtpStage? Stage, SmtpReply? Reply, string Hint);
