using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentMail.Core.Delivery;

/// <summary>Reads "try again in 5 minutes" and its like out of a reply: SMTP has no field for it.</summary>
public static partial class RetryAfterText
{
    /// <summary>A server may not make us hurry more than this.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Nor keep mail waiting longer than this by words alone.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The time named in the text, within <see cref="Shortest"/> and <see cref="Longest"/>; null where none is named.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            return null;

        // Six digits at most, so this always parses.
        var count = int.Parse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var asked = char.ToLowerInvariant(match.Groups["unit"].Value[0]) switch
        {
            'h' => TimeSpan.FromHours(count),
            'm' => TimeSpan.FromMinutes(count),
            _ => TimeSpan.FromSeconds(count),
        };
        return asked < Shortest ? Shortest : asked > Longest ? Longest : asked;
    }

    [GeneratedRegex(
        @"\b(?:again|retry|wait|later|delayed?|back)\b[^\d.]{0,30}?(?<![\d.])(?<count>\d{1,6})\s*(?<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Pattern();
}
