using System.Buffers;
using System.Text;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>Makes html of text: for content and for attributes in either kind of quotes. Letters of all scripts and line breaks stay readable.</summary>
internal static class Markup
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'`");

    public static string Escape(string text)
    {
        var from = 0;
        var escaped = new StringBuilder();
        for (int at; (at = text.AsSpan(from).IndexOfAny(Special)) >= 0; from += at + 1)
            escaped.Append(text, from, at).Append(Reference(text[from + at]));
        return from == 0 ? text : escaped.Append(text, from, text.Length - from).ToString();
    }

    private static string Reference(char special) => special switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => "&#96;",
    };
}
