using MimeKit.Text;

namespace AgentMail.Core.Emails;

/// <summary>Makes readable text of html: the alternative for readers that show none (RFC 2046 §5.1.4), and the text of a signature.</summary>
/// <remarks>
/// Reads a stream of tokens instead of a tree: hostile nesting costs nothing, and every email with html passes through here.
/// </remarks>
public static class PlainTextTwin
{
    /// <summary>Where the text is cut off. Nobody reads that far.</summary>
    public const int MaxLength = 1_048_576;

    /// <summary>Converts html, whole documents as well as fragments. Lines end in LF.</summary>
    public static string From(string html) => Lay(html).Finish(MaxLength);

    /// <summary>Converts html that has <see cref="SignaturePlacement.Mark"/> in it: what is above and what is below.</summary>
    internal static (string Above, string Below) Around(string html)
    {
        var layout = Lay(html);
        var text = layout.Finish(MaxLength);
        var cut = Math.Min(layout.Cut ?? text.Length, text.Length);
        return (text[..cut], text[cut..]);
    }

    private static TextLayout Lay(string html)
    {
        using var reader = new StringReader(html);
        var tokenizer = new HtmlTokenizer(reader) { IgnoreTruncatedTags = true };
        var writer = new TextLayout();
        var walk = new HtmlWalk(writer);
        while (writer.Length < MaxLength && tokenizer.ReadNextToken(out var token))
            walk.Take(token);
        return writer;
    }
}
