using AgentMail.Core.Delivery;

namespace AgentMail.Core.Identities;

/// <summary>The <c>data</c> of <c>identity.paused</c>.</summary>
/// <param name="Sender">Whose mail met it.</param>
/// <param name="Override">Whether the account is the sender's own; false for a server's shared one. Missing in events of older releases.</param>
/// <param name="Error">Why.</param>
/// <param name="Smtp">The server's words, where it said any.</param>
internal sealed record IdentityPausedData(IdentityEventSender Sender, bool Override, IdentityEventError Error, IdentityEventSmtp? Smtp);

internal sealed record IdentityEventSender(string Kind, string Id, string Address, string ServerId, long ConfigVersion);

internal sealed record IdentityEventError(FailureClass Class, FailureReason Code, string Hint);

internal sealed record IdentityEventSmtp(SmtpStage? Stage, int Code, string? EnhancedCode, string Reply);
