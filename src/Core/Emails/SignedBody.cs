using AgentMail.Core.Signatures;

namespace AgentMail.Core.Emails;

/// <summary>Writes a signature into a body, at the place that <see cref="SignaturePlacement"/> found.</summary>
internal static class SignedBody
{
    // The delimiter mail readers know, with its trailing space (RFC 3676 §4.3).
    private const string Delimiter = "-- \n";

    /// <summary>Html. At a mark the template has made room already.</summary>
    public static string Html(string html, SignatureSpot spot, int at, string signature) => spot switch
    {
        SignatureSpot.None => html,
        SignatureSpot.Mark => $"{html.AsSpan(0, at)}<div class=\"{SignaturePlacement.Class}\">{signature}</div>{html.AsSpan(at)}",
        SignatureSpot.AboveQuote => $"{html.AsSpan(0, at)}<div class=\"{SignaturePlacement.Class}\"><br>{signature}</div><br>{html.AsSpan(at)}",
        _ => $"{html.AsSpan(0, at)}<div class=\"{SignaturePlacement.Class}\"><br>{signature}</div>{html.AsSpan(at)}",
    };

    /// <summary>The twin of signed html: its text in the same order.</summary>
    public static string Twin(string html, SignatureSpot spot, int at, SignatureContent? signature)
    {
        if (spot == SignatureSpot.None || signature is null)
            return PlainTextTwin.From(html);
        var (before, after) = PlainTextTwin.Around(html.Insert(at, SignaturePlacement.Mark));
        return Text(before, after, signature.Text);
    }

    /// <summary>
    /// Text. The delimiter stands only where the signature ends the text: readers take all that follows it for the signature, grey it
    /// and leave it out of their answers, and a quoted conversation below would go with it.
    /// </summary>
    public static string Text(string before, string after, string signature)
    {
        if (string.IsNullOrWhiteSpace(signature))
            return before + after;
        before = before.TrimEnd();
        var gap = before.Length == 0 ? "" : "\n\n";
        return string.IsNullOrWhiteSpace(after)
            ? $"{before}{gap}{Delimiter}{signature.Trim()}\n"
            : $"{before}{gap}{signature.Trim()}\n\n{after.TrimStart('\r', '\n')}";
    }
}
