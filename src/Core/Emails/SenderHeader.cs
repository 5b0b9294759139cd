namespace AgentMail.Core.Emails;

/// <summary>How an email introduces its sender (RFC 5322 §3.6.2): one From mailbox, always, which is the envelope sender too (R19).</summary>
/// <param name="From">The address the account may send as.</param>
/// <param name="DisplayName">The name shown for it.</param>
/// <param name="ReplyTo">Where answers go if the request says nothing else: the identity's own address on a shared account (R24).</param>
public sealed record SenderHeader(EmailAddress From, string? DisplayName = null, EmailAddress? ReplyTo = null);
