using System.Text.RegularExpressions;

namespace AgentMail.TestKit.Deployment;

/// <summary>Which metrics a PromQL expression reads.</summary>
public static partial class MetricNames
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "inf", "nan"];

    /// <summary>Each once, in the order in which they stand.</summary>
    public static IReadOnlyList<string> Of(string expression)
    {
        var bare = Grouping().Replace(Braces().Replace(expression, ""), "");
        return [.. Identifier().Matches(bare).Select(m => m.Value).Where(name => !Words.Contains(name.ToLowerInvariant())).Distinct()];
    }

    // Selectors, ranges and texts name labels and durations.
    [GeneratedRegex("""\{[^}]*\}|\[[^\]]*\]|"[^"]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Braces();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Grouping();

    // A name before a bracket is a function's.
    [GeneratedRegex(@"(?<![\w.:])[a-zA-Z_:][\w:]*(?![\w:]*\s*\()")]
    private static partial Regex Identifier();
}
