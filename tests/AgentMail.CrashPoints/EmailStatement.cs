using System.Text.RegularExpressions;

namespace AgentMail.CrashPoints;

/// <summary>Which step of an email's life a statement is, told by the columns that it sets.</summary>
internal static partial class EmailStatement
{
    /// <summary>The place that is reached once this is committed; null for anything else.</summary>
    public static CrashPoint? PointOf(string sql)
    {
        if (Insert().IsMatch(sql))
            return CrashPoint.Stored;
        if (Update().Match(sql) is not { Success: true, Groups: var groups })
            return null;
        var set = groups["set"].Value;
        return Sets(set, "Attempt") ? CrashPoint.Claimed
            : Sets(set, "EnteredDataAt") ? CrashPoint.Marked
            : Sets(set, "SentAt") ? CrashPoint.Settled
            : null;
    }

    private static bool Sets(string set, string column) => set.Contains($"\"{column}\" =", StringComparison.Ordinal);

    [GeneratedRegex(@"INSERT INTO ""?emails""? \(")]
    private static partial Regex Insert();

    [GeneratedRegex(@"UPDATE ""?emails""? (AS \S+\s+)?SET (?<set>.*?)\s(FROM|WHERE)\s", RegexOptions.Singleline)]
    private static partial Regex Update();
}
