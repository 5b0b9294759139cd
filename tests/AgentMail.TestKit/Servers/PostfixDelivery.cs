using System.Text.RegularExpressions;
using MimeKit;

namespace AgentMail.TestKit.Servers;

/// <summary>
/// A message in the mailbox, with what Postfix wrote about its way in: the account that signed in (Received header),
/// MAIL FROM (Return-Path) and RCPT TO (X-Original-To).
/// </summary>
public sealed partial record PostfixDelivery(
    string? AuthenticatedSender, string EnvelopeSender, string Recipient, MimeMessage Message, byte[] RawMime)
{
    public bool Tls => Message.Headers[HeaderId.Received]?.Contains("using TLS", StringComparison.Ordinal) ?? false;

    public override string ToString() => $"{EnvelopeSender} -> {Recipient}: {Message.Subject}";

    internal static PostfixDelivery Read(string file)
    {
        var raw = File.ReadAllBytes(file);
        using var bytes = new MemoryStream(raw, writable: false);
        var message = MimeMessage.Load(bytes);
        var account = AuthenticatedSenderComment().Match(message.Headers[HeaderId.Received] ?? "");
        return new(
            account.Success ? account.Groups[1].Value : null,
            (message.Headers[HeaderId.ReturnPath] ?? "").Trim('<', '>'),
            message.Headers["X-Original-To"] ?? "",
            message,
            raw);
    }

    [GeneratedRegex(@"\(Authenticated sender: ([^)\s]+)\)")]
    private static partial Regex AuthenticatedSenderComment();
}
