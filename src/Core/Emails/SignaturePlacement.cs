using AgentMail.Core.Signatures;

namespace AgentMail.Core.Emails;

/// <summary>Puts a signature into a body, once.</summary>
public static class SignaturePlacement
{
    /// <summary>Where a rendered template wants the signature. Values are escaped, so none of them can forge it.</summary>
    public const string Mark = "<!--agentmail:signature-->";

    // The delimiter mail readers know, with its trailing space (RFC 3676 §4.3).
    private const string Delimiter = "-- \n";

    /// <summary>Html: at the end of the body.</summary>
    public static string IntoHtml(string html, SignatureContent? signature)
    {
        if (string.IsNullOrWhiteSpace(signature?.Html))
            return html;
        var at = EndOfBody(html);
        return $"{html.AsSpan(0, at)}<div class=\"agentmail-signature\"><br>{signature.Html}</div>{html.AsSpan(at)}";
    }

    /// <summary>Text: below, behind the delimiter.</summary>
    public static string IntoText(string text, SignatureContent? signature)
    {
        if (string.IsNullOrWhiteSpace(signature?.Text))
            return text;
        var body = text.TrimEnd();
        return $"{body}{(body.Length == 0 ? "" : "\n\n")}{Delimiter}{signature.Text.Trim()}\n";
    }

    // The first end tag outside comments: what stands in a comment is not shown, and a signature in there would not be either.
    private static int EndOfBody(string html)
    {
        var tag = IndexOfEndTag(html, 0);
        for (var at = 0; ;)
        {
            var comment = html.IndexOf("<!--", at, StringComparison.Ordinal);
            if (comment < 0 || tag < comment)
                return tag;
            at = html.IndexOf("-->", comment + 2, StringComparison.Ordinal);
            if (at < 0)
                return tag;
            if (tag < at)
                tag = IndexOfEndTag(html, at);
        }
    }

    private static int IndexOfEndTag(string html, int from)
    {
        var at = html.IndexOf("</body", from, StringComparison.OrdinalIgnoreCase);
        return at >= 0 ? at : html.Length;
    }
}
