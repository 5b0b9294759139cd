using System.Collections.Frozen;
using System.Net;
using System.Text;
using AgentMail.Core.Emails.Markup;

namespace AgentMail.Core.Emails.Quoting;

/// <summary>Collects the lines of html, as a reader sees them, from its pieces.</summary>
internal sealed class HtmlLines
{
    // An entity is longer than what it stands for.
    private const int MaxSource = 4 * QuoteWords.MaxLine;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Blocks = Set(
        "address article aside blockquote center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header main nav ol p pre section table ul");

    // A signature cannot go in front of these: it would be outside of the table, the list or the body.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Frames = Set("body br caption dd dt html li tbody td tfoot th thead tr");

    private readonly List<BodyLine> _lines = [];
    private readonly StringBuilder _words = new();
    private int _lineAt;
    private int? _boxAt;
    private string _quote = "";
    private int _quoteDepth;

    public IReadOnlyList<BodyLine> Lines => _lines;

    /// <summary>Whether the cursor is within something that marks itself as quoted.</summary>
    public bool InQuote => _quoteDepth > 0 || InOriginal;

    private bool InOriginal => _lines.Count > 0 && _lines[^1].Kind == LineKind.QuotedToEnd;

    public void Take(in HtmlScanner piece)
    {
        if (InOriginal)
            return;
        switch (piece.Piece)
        {
            case HtmlPiece.Text when !InQuote:
                if (_lines.Count < BodyLine.MaxLines)
                    _words.Append(piece.Value[..Math.Min(piece.Value.Length, Math.Max(0, MaxSource - _words.Length))]);
                break;
            case HtmlPiece.StartTag:
                Open(piece);
                break;
            case HtmlPiece.EndTag when _quoteDepth > 0:
                if (piece.Name.Equals(_quote, StringComparison.OrdinalIgnoreCase) && --_quoteDepth == 0)
                    _lineAt = piece.End;
                break;
            case HtmlPiece.EndTag when Blocks.Contains(piece.Name) || Frames.Contains(piece.Name):
                EndLine();
                _lineAt = piece.End;
                break;
        }
    }

    /// <summary>No more pieces come.</summary>
    public void Finish() => EndLine();

    private void Open(in HtmlScanner tag)
    {
        if (_quoteDepth > 0)
        {
            if (tag.Name.Equals(_quote, StringComparison.OrdinalIgnoreCase))
                _quoteDepth++;
            return;
        }
        if (QuoteTags.KindOf(tag) is var kind and not LineKind.Words)
        {
            EndLine();
            _lines.Add(new(tag.Start, kind));
            (_quote, _quoteDepth) = (tag.Name.ToString(), 1);
        }
        else if (tag.Name.Equals("hr", StringComparison.OrdinalIgnoreCase))
        {
            EndLine();
            _lines.Add(new(tag.Start, LineKind.Rule));
            _lineAt = tag.End;
        }
        else if (Blocks.Contains(tag.Name))
        {
            EndLine();
            _lineAt = tag.Start;
            if (QuoteTags.IsOutlookBox(tag))
                _boxAt = tag.Start;
        }
        else if (Frames.Contains(tag.Name))
        {
            EndLine();
            _lineAt = tag.End;
        }
    }

    private void EndLine()
    {
        if (_words.Length == 0)
            return;
        var words = Collapse(WebUtility.HtmlDecode(_words.ToString()));
        _words.Clear();
        if (words.Length == 0)
            return;
        _lines.Add(_boxAt is { } box && QuoteWords.IsFrom(words) ? new(box, LineKind.QuotedToEnd) : new(_lineAt, LineKind.Words, words));
        _boxAt = null;
    }

    private static string Collapse(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is var words && words.Length > QuoteWords.MaxLine
            ? words[..QuoteWords.MaxLine]
            : words;

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string names) =>
        names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
