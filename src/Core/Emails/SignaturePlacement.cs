using System.Text;
using AgentMail.Core.Emails.Quoting;

namespace AgentMail.Core.Emails;

/// <summary>How a signature stands in a body.</summary>
internal enum SignatureSpot
{
    /// <summary>Nowhere: there is none, or the body has it already.</summary>
    None,

    /// <summary>Where a template has its mark.</summary>
    Mark,

    /// <summary>Below an answer, above what it answers.</summary>
    AboveQuote,

    /// <summary>Below all.</summary>
    End,
}

/// <summary>Finds the one place of a signature: at the mark, on an answer above the quoted part, else at the end.</summary>
public static class SignaturePlacement
{
    /// <summary>Stands in html, or in text, where a template has <c>{{ signature }}</c>. The first is replaced, further ones vanish.</summary>
    public const string Mark = "<!--agentmail:signature-->";

    /// <summary>The class of the element that a signature is put in: by it a body that comes back is known to be signed.</summary>
    internal const string Class = "agentmail-signature";

    /// <summary>The body without marks, and where the signature goes.</summary>
    internal static (string Html, SignatureSpot Spot, int At) InHtml(string html, bool isSigned, bool isReply)
    {
        if (!isSigned && !html.Contains(Mark, StringComparison.Ordinal))
            return (html, SignatureSpot.None, 0);
        var survey = HtmlSurvey.Of(html);
        var (spot, at) = survey switch
        {
            _ when !isSigned || survey.IsSigned => (SignatureSpot.None, 0),
            { FirstMark: { } mark } => (SignatureSpot.Mark, mark),
            { Quote: { } quote } when isReply => (SignatureSpot.AboveQuote, Math.Min(quote, survey.End)),
            _ => (SignatureSpot.End, survey.End),
        };
        return (WithoutMarks(html, survey.Marks), spot, at - (Mark.Length * survey.Marks.Count(mark => mark < at)));
    }

    /// <summary>The text without marks, and where the signature goes.</summary>
    internal static (string Text, SignatureSpot Spot, int At) InText(string text, string? signature, bool isReply)
    {
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        text = text.Replace(Mark, "", StringComparison.Ordinal);
        if (signature is null)
            return (text, SignatureSpot.None, 0);
        var quote = isReply ? QuotedPart.StartOf(TextLines.Of(text)) : null;
        if (HasLines(text.AsSpan(0, quote ?? text.Length), signature))
            return (text, SignatureSpot.None, 0);
        return at >= 0 ? (text, SignatureSpot.Mark, at)
            : quote is { } above ? (text, SignatureSpot.AboveQuote, above)
            : (text, SignatureSpot.End, text.Length);
    }

    // A text that comes back from a preview, whatever became of its line ends.
    private static bool HasLines(ReadOnlySpan<char> text, string signature) =>
        text.Length >= signature.Length && OnePassSearch.Contains($"\n{Lf(text.ToString())}\n", $"\n{Lf(signature)}\n");

    private static string Lf(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static string WithoutMarks(string html, IReadOnlyList<int> marks)
    {
        if (marks.Count == 0)
            return html;
        var result = new StringBuilder(html.Length);
        var kept = 0;
        foreach (var mark in marks)
        {
            result.Append(html, kept, mark - kept);
            kept = mark + Mark.Length;
        }
        return result.Append(html, kept, html.Length - kept).ToString();
    }
}
