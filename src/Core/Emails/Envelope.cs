namespace AgentMail.Core.Emails;

/// <summary>The SMTP envelope (RFC 5321 §2.3.1). Never read from the content after intake.</summary>
/// <param name="Sender">MAIL FROM address.</param>
/// <param name="Recipients">RCPT TO addresses, including Bcc, each once.</param>
public sealed record Envelope(string Sender, IReadOnlyList<string> Recipients);
