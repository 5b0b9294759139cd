using System.Text;

namespace AgentMail.Core.Emails;

/// <summary>Lays out words into lines and paragraphs: breaks are asked for, and written only once text follows.</summary>
internal sealed class TextLayout
{
    // Prefixes are repeated on each line; without a bound a page of nested quotes would become a book.
    private const int MaxQuoteDepth = 8;
    private const int MaxIndent = 16;

    private readonly StringBuilder _text = new();
    private int _breaks;
    private string _gap = "";
    private string _marker = "";
    private int _quoteDepth;
    private int _writtenQuoteDepth;

    public int Length => _text.Length;

    /// <summary>Where the text was cut first; null where it was not.</summary>
    public int? Cut { get; private set; }

    /// <summary>Columns by which the lines of a list item stand in.</summary>
    public int Indent { get; set; }

    /// <summary>Whether text lies before the cursor in this line.</summary>
    public bool InLine => _text.Length > 0 && _breaks == 0;

    /// <summary>Begins a line (1) or a paragraph (2), however often it is asked for.</summary>
    public void Break(int lines)
    {
        // What follows a bullet stays next to it.
        _breaks = Math.Max(_breaks, _marker.Length > 0 ? 1 : lines);
        _gap = "";
    }

    /// <summary>A forced line break; any number of them leaves at most one empty line.</summary>
    public void LineBreak()
    {
        _breaks = Math.Min(_breaks + 1, 2);
        _gap = "";
    }

    /// <summary>The gap between two cells of a row.</summary>
    public void Gap() => _gap = "  ";

    /// <summary>What goes before the next text of a list: a bullet or a number.</summary>
    public void Marker(string marker) => _marker = marker;

    /// <summary>What follows is another paragraph, and can be told from what is there.</summary>
    public void CutHere()
    {
        Cut ??= _text.Length;
        Break(2);
    }

    /// <summary>Goes into a quotation (+1) or out of it (-1).</summary>
    public void Quote(int change) => _quoteDepth = Math.Max(0, _quoteDepth + change);

    /// <summary>Writes text, its white space collapsed.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                if (!char.IsControl(c) && !IsInvisible(c))
                    Put(c);
            }
            else if (_gap.Length == 0)
            {
                _gap = " ";
            }
        }
    }

    /// <summary>Writes text as it stands, with its line breaks.</summary>
    public void WriteVerbatim(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c == '\n')
                LineBreak();
            else if (c == '\t' || !char.IsControl(c))
                Put(c);
        }
    }

    /// <summary>What was written since the text had a length.</summary>
    public string Since(int length) => _text.ToString(length, _text.Length - length);

    /// <summary>The whole text, cut off where it is longer.</summary>
    public string Finish(int maxLength) => _text.ToString(0, Math.Min(_text.Length, maxLength)).TrimEnd();

    private void Put(char c)
    {
        if (!InLine)
            BeginLine();
        else
            _text.Append(_gap);
        _gap = "";
        _text.Append(c);
    }

    private void BeginLine()
    {
        var depth = Math.Min(_quoteDepth, MaxQuoteDepth);
        if (_text.Length > 0)
        {
            _text.Append('\n');
            // An empty line between two quotes belongs to the outer one.
            if (_breaks > 1)
                _text.Append(QuotePrefix(Math.Min(depth, _writtenQuoteDepth)).TrimEnd()).Append('\n');
        }
        var indent = Math.Min(Indent, MaxIndent);
        _text.Append(QuotePrefix(depth)).Append(' ', Math.Max(0, indent - _marker.Length)).Append(_marker);
        _marker = "";
        _breaks = 0;
        _writtenQuoteDepth = depth;
    }

    private static string QuotePrefix(int depth) => string.Concat(Enumerable.Repeat("> ", depth));

    // Soft hyphens and the zero-width padding behind preview lines.
    private static bool IsInvisible(char c) => c is '\u00ad' or '\u200b' or '\u2060' or '\ufeff' or '\u034f';
}
