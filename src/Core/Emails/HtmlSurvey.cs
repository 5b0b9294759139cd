using AgentMail.Core.Emails.Markup;
using AgentMail.Core.Emails.Quoting;

namespace AgentMail.Core.Emails;

/// <summary>What matters of an html body for its signature, in one pass.</summary>
/// <param name="Marks">Where marks are, in order; those within the quoted part only count as something to take out.</param>
/// <param name="FirstMark">The mark that the signature replaces.</param>
/// <param name="Quote">Where the quoted part begins.</param>
/// <param name="End">Where something goes that is to be read last.</param>
/// <param name="IsSigned">The writer's part has a signature of ours already.</param>
internal sealed record HtmlSurvey(IReadOnlyList<int> Marks, int? FirstMark, int? Quote, int End, bool IsSigned)
{
    public static HtmlSurvey Of(string html)
    {
        var lines = new HtmlLines();
        var marks = new List<int>();
        var (mark, signed, end) = ((int?)null, (int?)null, html.Length);
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
        {
            if (!scanner.IsWhole)
            {
                // Browsers show nothing of what follows: a signature behind it would not be seen.
                end = Math.Min(end, scanner.Start);
                break;
            }
            lines.Take(scanner);
            if (IsMark(scanner))
            {
                marks.Add(scanner.Start);
                mark ??= lines.InQuote ? null : scanner.Start;
            }
            else if (scanner.Piece == HtmlPiece.EndTag && IsEndOfBody(scanner.Name, html.AsSpan(end)))
            {
                end = scanner.Start;
            }
            else if (signed is null && scanner.Piece == HtmlPiece.StartTag && !lines.InQuote && QuoteTags.HasClass(scanner, SignaturePlacement.Class))
            {
                signed = scanner.Start;
            }
        }
        lines.Finish();
        var quote = QuotedPart.StartOf(lines.Lines);
        return new(marks, mark, quote, end, signed < (quote ?? int.MaxValue));
    }

    private static bool IsMark(in HtmlScanner piece) => piece.Piece == HtmlPiece.Comment && piece.Value.SequenceEqual(SignaturePlacement.Mark);

    // The last </body>; where there is none, the last </html>.
    private static bool IsEndOfBody(ReadOnlySpan<char> name, ReadOnlySpan<char> before) =>
        name.Equals("body", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("html", StringComparison.OrdinalIgnoreCase) && !before.StartsWith("</body", StringComparison.OrdinalIgnoreCase));
}
