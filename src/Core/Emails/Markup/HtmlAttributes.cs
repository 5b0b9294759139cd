using System.Buffers;

namespace AgentMail.Core.Emails.Markup;

/// <summary>Reads the attributes of a start or end tag where they stand in the html (HTML standard §13.2.5.32).</summary>
internal ref struct HtmlAttributes(ReadOnlySpan<char> html, int at)
{
    private const string Space = " \t\n\f\r";
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(Space + "/>=");
    private static readonly SearchValues<char> EndOfBareValue = SearchValues.Create(Space + ">");

    private readonly ReadOnlySpan<char> _html = html;

    /// <summary>The attribute's name as written.</summary>
    public ReadOnlySpan<char> Name { get; private set; } = [];

    /// <summary>Where the value is, without quotes.</summary>
    public Range ValueRange { get; private set; } = default;

    /// <summary>The value as written, entities included.</summary>
    public readonly ReadOnlySpan<char> Value => _html[ValueRange];

    /// <summary>After the last attribute: behind the tag's <c>></c>, or -1 where the html ends within the tag.</summary>
    public int TagEnd { get; private set; } = -1;

    public bool Next()
    {
        while (at < _html.Length && (_html[at] == '/' || IsSpace(_html[at])))
            at++;
        if (at >= _html.Length)
            return false;
        if (_html[at] == '>')
        {
            TagEnd = at + 1;
            return false;
        }
        var start = at++;   // a "=" in the first place belongs to the name
        at = Find(EndOfName, at);
        Name = _html[start..at];
        ValueRange = at..at;
        return !SkipTo('=') || ReadValue();
    }

    private bool ReadValue()
    {
        at++;
        SkipSpace();
        if (at >= _html.Length)
            return false;
        if (_html[at] is '"' or '\'')
        {
            var length = _html[(at + 1)..].IndexOf(_html[at]);
            if (length < 0)
            {
                at = _html.Length;
                return false;
            }
            ValueRange = (at + 1)..(at + 1 + length);
            at += length + 2;
            return true;
        }
        var start = at;
        at = Find(EndOfBareValue, at);
        ValueRange = start..at;
        return true;
    }

    private bool SkipTo(char wanted)
    {
        var before = at;
        SkipSpace();
        if (at < _html.Length && _html[at] == wanted)
            return true;
        at = before;
        return false;
    }

    private void SkipSpace()
    {
        while (at < _html.Length && IsSpace(_html[at]))
            at++;
    }

    private readonly int Find(SearchValues<char> ends, int from) =>
        _html[from..].IndexOfAny(ends) is var length and >= 0 ? from + length : _html.Length;

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\f' or '\r';
}
