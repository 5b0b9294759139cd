using MimeKit;

namespace AgentMail.TestKit.Smtp;

/// <summary>A message the server took responsibility for.</summary>
public sealed record SmtpDelivery(
    int Session, string? SignedInAs, bool Tls, string EnvelopeSender, IReadOnlyList<string> Recipients, byte[] RawMime)
{
    public MimeMessage Parse()
    {
        using var bytes = new MemoryStream(RawMime, writable: false);
        return MimeMessage.Load(bytes);
    }
}
