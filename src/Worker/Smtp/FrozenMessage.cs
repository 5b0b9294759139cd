using System.Text;
using MimeKit;

namespace AgentMail.Worker.Smtp;

/// <summary>
/// Stored bytes in the shape MailKit sends. MimeMessage writes its headers, an empty line and its body: so everything
/// before the first empty line passes as one header that MimeKit keeps as it is, and the rest as a body that writes itself.
/// </summary>
internal static class FrozenMessage
{
    private static ReadOnlySpan<byte> EmptyLine => "\r\n\r\n"u8;

    /// <summary>Wraps the bytes; false where no empty line ends their headers (RFC 5322 §2.1).</summary>
    /// <param name="raw">Headers, empty line, body.</param>
    /// <param name="written">Runs when the last byte was handed to the connection, before the final dot is.</param>
    /// <param name="message">For MailKit.</param>
    public static bool TryWrap(ReadOnlyMemory<byte> raw, Action written, out MimeMessage message)
    {
        var end = raw.Span.IndexOf(EmptyLine);
        IEnumerable<Header> headers = end < 0 ? [] : [new HeaderBlock(raw[..(end + 2)].ToArray())];
        message = new MimeMessage(headers);
        if (end >= 0)
            message.Body = new Body(raw[(end + EmptyLine.Length)..], !Ascii.IsValid(raw.Span), written);
        return end >= 0;
    }

    /// <summary>"Invalid" is MimeKit's word for a header that is written as it stands.</summary>
    private sealed class HeaderBlock(byte[] lines) : Header(ParserOptions.Default, lines, 0, [], invalid: true);

    private sealed class Body : MimePart
    {
        // The filter that doubles leading dots copies what it is given at once.
        private const int SliceSize = 64 * 1024;

        private readonly ReadOnlyMemory<byte> _bytes;
        private readonly Action _written;

        public Body(ReadOnlyMemory<byte> bytes, bool eightBit, Action written)
        {
            _bytes = bytes;
            _written = written;

            // Makes MailKit say BODY=8BITMIME (RFC 6152) where it must.
            ContentTransferEncoding = eightBit ? ContentEncoding.EightBit : ContentEncoding.SevenBit;
            Headers.Clear();
        }

        public override async Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
        {
            for (var start = 0; start < _bytes.Length; start += SliceSize)
                await stream.WriteAsync(_bytes.Slice(start, Math.Min(SliceSize, _bytes.Length - start)), cancellationToken);
            _written();
        }

        // Clearing the headers, which the frozen ones replace, must not take the encoding back.
        protected override void OnHeadersChanged(HeaderListChangedAction action, Header? header)
        {
        }
    }
}
