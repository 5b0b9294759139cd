using System.Buffers;
using System.Collections.Frozen;

namespace AgentMail.Core.Emails.Markup;

/// <summary>What a piece of html is.</summary>
internal enum HtmlPiece
{
    Text,
    StartTag,
    EndTag,
    Comment,

    /// <summary>What is in a script, a style sheet or the like: tags in there are none.</summary>
    Raw,
}

/// <summary>
/// Cuts html into pieces and knows where each stands, so that a body can be changed in one place and stay as it is in all others.
/// One pass, without a tree: nesting costs nothing, and broken html is cut as browsers do it (HTML standard §13.2.5).
/// </summary>
internal ref struct HtmlScanner(ReadOnlySpan<char> html)
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" \t\n\f\r/>");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RawElements =
        new[] { "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly ReadOnlySpan<char> _html = html;
    private bool _rawFollows;

    public HtmlPiece Piece { get; private set; } = HtmlPiece.Text;

    public int Start { get; private set; } = 0;

    public int End { get; private set; } = 0;

    /// <summary>False when the html ends within a tag, a comment or a script: browsers show nothing of what follows, and nothing does.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>A tag's name as written.</summary>
    public ReadOnlySpan<char> Name { get; private set; } = [];

    public readonly ReadOnlySpan<char> Value => _html[Start..End];

    public readonly HtmlAttributes Attributes => new(_html, Start + (Piece == HtmlPiece.EndTag ? 2 : 1) + Name.Length);

    public bool Next()
    {
        if (End >= _html.Length)
            return false;
        Start = End;
        if (_rawFollows)
        {
            ReadRaw();
            if (End > Start)
                return true;
        }
        if (_html[Start] != '<' || !ReadMarkup())
            ReadText();
        return true;
    }

    /// <summary>The value of a tag's first attribute of this name, as written; empty when it has none.</summary>
    public readonly ReadOnlySpan<char> Attribute(string name)
    {
        var attributes = Attributes;
        while (attributes.Next())
            if (attributes.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return attributes.Value;
        return [];
    }

    private void ReadText()
    {
        var length = _html[(Start + 1)..].IndexOf('<');
        Take(HtmlPiece.Text, length < 0 ? _html.Length : Start + 1 + length);
    }

    private bool ReadMarkup()
    {
        var next = Start + 1 < _html.Length ? _html[Start + 1] : ' ';
        if (char.IsAsciiLetter(next))
            ReadTag(HtmlPiece.StartTag, Start + 1);
        else if (next == '/' && Start + 2 < _html.Length && char.IsAsciiLetter(_html[Start + 2]))
            ReadTag(HtmlPiece.EndTag, Start + 2);
        else if (_html[Start..].StartsWith("<!--"))
            Take(HtmlPiece.Comment, EndOfComment(Start + 4));
        else if (next is '!' or '?' || (next == '/' && Start + 2 < _html.Length))
            Take(HtmlPiece.Comment, _html[Start..].IndexOf('>') is var length and >= 0 ? Start + length + 1 : -1);
        else
            return false;
        return true;
    }

    private void ReadTag(HtmlPiece piece, int name)
    {
        var length = _html[name..].IndexOfAny(EndOfName);
        Name = length < 0 ? _html[name..] : _html.Slice(name, length);
        var attributes = new HtmlAttributes(_html, name + Name.Length);
        while (attributes.Next())
        {
        }
        Take(piece, attributes.TagEnd);
        _rawFollows = piece == HtmlPiece.StartTag && RawElements.Contains(Name);
    }

    private void ReadRaw()
    {
        _rawFollows = false;
        for (var at = Start; ;)
        {
            var length = _html[at..].IndexOf("</");
            if (length < 0)
            {
                Take(HtmlPiece.Raw, -1);
                return;
            }
            at += length;
            var rest = _html[(at + 2)..];
            if (rest.StartsWith(Name, StringComparison.OrdinalIgnoreCase) && (rest.Length == Name.Length || EndOfName.Contains(rest[Name.Length])))
            {
                Take(HtmlPiece.Raw, at);
                return;
            }
            at += 2;
        }
    }

    // "<!-->" and "<!--->" are whole comments too, and "--!>" ends one.
    private readonly int EndOfComment(int at)
    {
        if (_html[at..].StartsWith(">"))
            return at + 1;
        if (_html[at..].StartsWith("->"))
            return at + 2;
        while (_html[at..].IndexOf("--") is var length and >= 0)
        {
            at += length;
            var rest = _html[(at + 2)..];
            if (rest.StartsWith(">"))
                return at + 3;
            if (rest.StartsWith("!>"))
                return at + 4;
            at++;
        }
        return -1;
    }

    private void Take(HtmlPiece piece, int end) => (Piece, End, IsWhole) = (piece, end < 0 ? _html.Length : end, end >= 0);
}
