using System.Text;
using MimeKit;

namespace AgentMail.Core.Emails;

/// <summary>Serialises a message for SMTP (RFC 5321 §2.3.8: CRLF; §4.5.3.1.6: lines below 998 octets), its body in 7 bits.</summary>
internal static class MimeBytes
{
    private const int MaxLineLength = 78;   // RFC 5322 §2.1.1

    private static readonly FormatOptions Options = new()
    {
        NewLineFormat = NewLineFormat.Dos,
        MaxLineLength = MaxLineLength,
    };

    /// <param name="header">Field by field; UTF-8 only where an address needs it.</param>
    /// <param name="body">Brings the fields that describe it.</param>
    public static byte[] Of(string header, MimeEntity body)
    {
        body.Prepare(EncodingConstraint.SevenBit, MaxLineLength);
        using var bytes = new MemoryStream(4096);
        bytes.Write(Encoding.UTF8.GetBytes(header));
        body.WriteTo(Options, bytes);
        return bytes.ToArray();
    }
}
