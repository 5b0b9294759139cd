using System.Collections.Frozen;
using AgentMail.Core.Emails.Markup;

namespace AgentMail.Core.Signatures;

/// <summary>
/// Bounds what parsers add to html: formatting that was not closed is opened again in each block that follows, with all its attributes
/// (HTML standard §13.2.4.3), and formatting closed out of order is copied (§13.2.6.4.7). A few kilobytes can become millions of elements.
/// </summary>
internal static class FormattingBound
{
    /// <summary>Elements that parsers may add to what is written.</summary>
    public const int MaxAdded = 20_000;

    // What one end tag out of order can copy: eight rounds of four.
    private const int CopiesOfOne = 32;

    // How far back a start tag is looked for.
    private const int MaxLookBack = 64;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Formatting = Set("a b big code em font i nobr s small strike strong tt u");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Void = Set("area base br col embed hr img input link meta param source track wbr");

    /// <summary>Whether it may be more than <see cref="MaxAdded"/>. Counts at least what a parser adds, whatever the html.</summary>
    public static bool IsExceeded(string html)
    {
        var open = new List<string>();
        var (unclosed, added, isForeign) = (0, 0L, false);
        var scanner = new HtmlScanner(html);
        while (added <= MaxAdded && scanner.Next())
        {
            switch (scanner.Piece)
            {
                case HtmlPiece.StartTag when !Void.Contains(scanner.Name):
                    unclosed += Formatting.Contains(scanner.Name) ? 1 : 0;
                    open.Add(scanner.Name.ToString());
                    // In drawings and formulas, tags and sections of text end otherwise than here: from there on nothing counts as closed.
                    isForeign |= scanner.Name.Equals("svg", StringComparison.OrdinalIgnoreCase) || scanner.Name.Equals("math", StringComparison.OrdinalIgnoreCase);
                    break;
                case HtmlPiece.EndTag when !isForeign:
                    if (!Formatting.Contains(scanner.Name))
                        CloseBlock(open, scanner.Name);
                    else if (CloseFormatting(open, scanner.Name))
                        unclosed--;
                    else
                        added += unclosed > 0 ? CopiesOfOne : 0;
                    break;
                // Where a style sheet cannot be, parsers read what is in it.
                case HtmlPiece.Raw:
                case HtmlPiece.Comment when isForeign:
                    unclosed += TagsIn(scanner.Value);
                    break;
            }
            added += unclosed;
        }
        return added > MaxAdded;
    }

    // Formatting within it stays open, to be opened again behind it.
    private static void CloseBlock(List<string> open, ReadOnlySpan<char> name)
    {
        for (var at = open.Count - 1; at >= Math.Max(0, open.Count - MaxLookBack); at--)
        {
            if (!name.Equals(open[at], StringComparison.OrdinalIgnoreCase))
                continue;
            open.RemoveRange(at, open.Count - at);
            return;
        }
    }

    // In order, or past other formatting only: then nothing is copied.
    private static bool CloseFormatting(List<string> open, ReadOnlySpan<char> name)
    {
        for (var at = open.Count - 1; at >= Math.Max(0, open.Count - MaxLookBack); at--)
        {
            if (name.Equals(open[at], StringComparison.OrdinalIgnoreCase))
            {
                open.RemoveAt(at);
                return true;
            }
            if (!Formatting.Contains(open[at]) && !open[at].Equals("span", StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return false;
    }

    private static int TagsIn(ReadOnlySpan<char> text)
    {
        var tags = 0;
        for (var i = 0; i + 1 < text.Length; i++)
            tags += text[i] == '<' && char.IsAsciiLetter(text[i + 1]) ? 1 : 0;
        return tags;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string names) =>
        names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
