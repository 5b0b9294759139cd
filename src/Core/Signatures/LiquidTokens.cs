using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentMail.Core.Signatures;

/// <summary>
/// The Liquid in a signature: <c>{{ … }}</c> and <c>{% … %}</c>. A signature at rest is html in which they are text like any other, so
/// that an editor shows them and a saved signature can be saved again.
/// </summary>
internal static partial class LiquidTokens
{
    /// <summary>Stands for a token while html is cleaned: plain letters, which mean nothing anywhere.</summary>
    public const string StandIn = "agentmailliquid";

    /// <summary>Whether there may be any; without, nothing below costs anything.</summary>
    public static bool In(string html) => html.Contains("{{", StringComparison.Ordinal) || html.Contains("{%", StringComparison.Ordinal);

    /// <summary>Where they are, in order.</summary>
    public static List<Range> Of(string html)
    {
        var found = new List<Range>();
        var (lastOutput, lastTag) = (html.LastIndexOf("}}", StringComparison.Ordinal), html.LastIndexOf("%}", StringComparison.Ordinal));
        for (var at = html.IndexOf('{', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length; at = html.IndexOf('{', at))
        {
            var (close, last) = html[at + 1] switch { '{' => ("}}", lastOutput), '%' => ("%}", lastTag), _ => ("", -1) };
            if (last <= at + 1)
            {
                at++;
                continue;
            }
            var end = html.IndexOf(close, at + 2, StringComparison.Ordinal) + 2;
            found.Add(at..end);
            at = end;
        }
        return found;
    }

    /// <summary>Html with a stand-in for each token, and the tokens.</summary>
    public static (string Html, IReadOnlyList<string> Tokens) Hold(string html)
    {
        var tokens = new List<string>();
        return (Replace(html, Of(html), token =>
        {
            tokens.Add(WebUtility.HtmlDecode(token));
            return string.Create(CultureInfo.InvariantCulture, $"{StandIn}{tokens.Count - 1}x");
        }), tokens);
    }

    /// <summary>The tokens in place of their stand-ins, as text of html.</summary>
    public static string Restore(string html, IReadOnlyList<string> tokens) => tokens.Count == 0 ? html : StandInPattern().Replace(html, match =>
        int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var i) && i < tokens.Count ? Escape(tokens[i]) : match.Value);

    /// <summary>Each range of a text through a function, all else as it is.</summary>
    public static string Replace(string text, IReadOnlyList<Range> ranges, Func<string, string> change)
    {
        var result = new StringBuilder(text.Length);
        var kept = 0;
        foreach (var range in ranges)
        {
            result.Append(text.AsSpan(kept..range.Start.Value)).Append(change(text[range]));
            kept = range.End.Value;
        }
        return result.Append(text.AsSpan(kept)).ToString();
    }

    private static string Escape(string token) => token.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(StandIn + "([0-9]{1,6})x", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex StandInPattern();
}
