using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace AgentMail.Core.Emails;

/// <summary>
/// Builds the tree of parts: mixed (alternative (text, related (html, inline images)), files), each level only where it holds
/// more than one part (RFC 2046 §5.1, RFC 2387).
/// </summary>
internal static class MimeTree
{
    public static MimeEntity Build(EmailBodies bodies, IReadOnlyList<Attachment> attachments, string messageId)
    {
        var shown = bodies.Html is null ? [] : ContentIdReferences.In(bodies.Html);
        var inline = attachments.Where(attachment => IsInline(attachment, shown)).ToList();

        MimeEntity body = Text(TextFormat.Plain, bodies.Text);
        if (bodies.Html is not null)
        {
            MimeEntity html = Text(TextFormat.Html, bodies.Html);
            if (inline.Count > 0)
                html = Container(new MultipartRelated(), messageId, [html, .. inline.Select(image => File(image, ContentDisposition.Inline))]);
            body = Container(new MultipartAlternative(), messageId, [body, html]);
        }
        return inline.Count == attachments.Count
            ? body
            : Container(new Multipart("mixed"), messageId,
                [body, .. attachments.Where(attachment => !IsInline(attachment, shown)).Select(file => File(file, ContentDisposition.Attachment))]);
    }

    private static bool IsInline(Attachment attachment, HashSet<string> shown) =>
        attachment.ContentId is not null && shown.Contains(attachment.ContentId);

    private static TextPart Text(TextFormat format, string text)
    {
        var part = new TextPart(format);
        part.SetText(Encoding.UTF8, WithCrlf(text));
        return part;
    }

    // Not ReplaceLineEndings, which takes form feeds and U+2028 for line ends too.
    private static string WithCrlf(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\r\n", StringComparison.Ordinal);

    private static MimePart File(Attachment attachment, string disposition)
    {
        var part = new MimePart(ContentType.Parse(attachment.ContentType))
        {
            Content = new MimeContent(new MemoryStream(attachment.Content, writable: false)),
            ContentId = attachment.ContentId,
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        part.Headers.Add(Raw(Headers.ContentDisposition, FileNameParameter.Disposition(disposition, attachment.Filename)));

        // The name again, where and how readers of before 1997 and some of now look for it.
        part.ContentType.Name = attachment.Filename;
        if (part.ContentType.Parameters.TryGetValue("name", out Parameter? name))
            name.EncodingMethod = ParameterEncodingMethod.Rfc2047;
        return part;
    }

    private static Header Raw(string name, string value) =>
        Header.TryParse(Encoding.ASCII.GetBytes($"{name}: {value}\r\n"), out var header)
            ? header
            : throw new InvalidOperationException($"{name} was spelled wrongly.");

    private static Multipart Container(Multipart container, string messageId, IEnumerable<MimeEntity> parts)
    {
        foreach (var part in parts)
            container.Add(part);
        container.Boundary = Boundary(container.ContentType.MediaSubtype, messageId);
        return container;
    }

    // Nobody who writes a body knows the message id, so no body can contain the boundary; "=_" occurs in no encoded body anyway
    // (RFC 2045 §6.7).
    private static string Boundary(string level, string messageId) =>
        $"=_{level}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16))}";
}
