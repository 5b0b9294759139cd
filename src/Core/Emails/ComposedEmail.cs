namespace AgentMail.Core.Emails;

/// <summary>A finished email. Every attempt sends these bytes.</summary>
/// <param name="RawMime">The message (RFC 5322) with CRLF line ends and lines below 998 octets.</param>
/// <param name="Envelope">Who gets it.</param>
/// <param name="MessageId">The Message-ID header, with angle brackets.</param>
/// <param name="Subject">The subject as written.</param>
/// <param name="Html">The html body with its signature, pictures in it shown by <c>cid:</c>; null for a text email.</param>
/// <param name="Text">The text body, or the html body's twin, with its signature.</param>
/// <param name="NeedsSmtpUtf8">An address has a local part beyond ASCII: headers are in UTF-8 and servers must take SMTPUTF8 (RFC 6531).</param>
public sealed record ComposedEmail(
    byte[] RawMime, Envelope Envelope, string MessageId, string Subject, string? Html, string Text, bool NeedsSmtpUtf8)
{
    /// <summary>The pictures that html and signature carried in <c>data:</c> URLs and that <c>cid:</c> shows now; the request's own attachments are not among them.</summary>
    public IReadOnlyList<Attachment> InlineImages { get; init; } = [];

    /// <summary>The html for a page to show, outside of any message: with those pictures in it again. Sent back as a body it comes to the same email.</summary>
    public string? HtmlWithPictures => InlineImages.Aggregate(
        Html, (html, image) => html?.Replace($"cid:{image.ContentId}", $"data:{image.ContentType};base64,{Convert.ToBase64String(image.Content)}", StringComparison.Ordinal));

    /// <summary>What servers count (RFC 1870).</summary>
    public long SizeBytes => RawMime.Length;
}
