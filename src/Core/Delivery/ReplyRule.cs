using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentMail.Core.Delivery;

/// <summary>
/// One row of the reply table: which replies it covers and what they mean. A condition left out matches everything.
/// </summary>
/// <param name="Class">Verdict where the row matches.</param>
/// <param name="Reason">Verdict where the row matches.</param>
/// <param name="Hint">Verdict where the row matches.</param>
internal sealed record ReplyRule(FailureClass Class, FailureReason Reason, string Hint)
{
    /// <summary>Only at these stages.</summary>
    public SmtpStage[]? At { get; init; }

    /// <summary>Reply codes, separated by spaces; <c>yz</c> stands for any two digits: <c>450 5yz</c>.</summary>
    public required string Codes { get; init; }

    /// <summary>Enhanced codes (RFC 3463), separated by spaces; <c>?</c> is any digit, <c>*</c> ends a prefix, <c>-</c> stands for none given.</summary>
    public string? Enhanced { get; init; }

    /// <summary>Any of these words must stand in the text: the tip, where codes alone cannot tell.</summary>
    public Regex? Words { get; init; }

    /// <summary>True where every condition holds.</summary>
    public bool Matches(SmtpStage stage, int code, string? enhanced, string text) =>
        (At is null || At.Contains(stage))
        && Codes.Split(' ').Any(pattern => MatchesCode(pattern, code))
        && (Enhanced is null || Enhanced.Split(' ').Any(pattern => MatchesEnhanced(pattern, enhanced)))
        && (Words is null || Words.IsMatch(text));

    private static bool MatchesCode(string pattern, int code) =>
        pattern.EndsWith("yz", StringComparison.Ordinal)
            ? code / 100 == pattern[0] - '0'
            : code == int.Parse(pattern, CultureInfo.InvariantCulture);

    private static bool MatchesEnhanced(string pattern, string? enhanced) => pattern switch
    {
        "-" => enhanced is null,
        _ when enhanced is null => false,
        [.., '*'] => enhanced.StartsWith(pattern[..^1], StringComparison.Ordinal),
        _ => pattern.Length == enhanced.Length && pattern.Zip(enhanced).All(pair => pair.First == '?' || pair.First == pair.Second),
    };
}
