using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentMail.Bench.Scale;

/// <summary>What matters in a plan at a glance: which indexes, whether a whole table, how many rows were thrown away.</summary>
internal static partial class PlanReading
{
    /// <summary>Access paths in the order of the plan, each once.</summary>
    public static IReadOnlyList<string> Paths(string plan) =>
        [.. Access().Matches(plan).Select(m => m.Groups["index"] is { Success: true } index ? index.Value : "WHOLE TABLE " + m.Groups["table"].Value).Distinct()];

    /// <summary>Pages that were looked at.</summary>
    public static long Pages(string plan) => Hits().Match(plan) is { Success: true } m
        ? Number(m, "hit") + Number(m, "read")
        : 0;

    /// <summary>Rows that were read and then thrown away.</summary>
    public static long Discarded(string plan) => Filtered().Matches(plan).Sum(m => Number(m, "rows") * Loops(plan, m.Index));

    private static long Loops(string plan, int before) =>
        LoopCount().Matches(plan[..before]) is { Count: > 0 } all ? long.Parse(all[^1].Groups["loops"].Value, CultureInfo.InvariantCulture) : 1;

    private static long Number(Match match, string group) =>
        match.Groups[group] is { Success: true, Value: var digits } ? long.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("""(Index (Only )?Scan( Backward)? using|Bitmap Index Scan on) "?(?<index>\w+)|Seq Scan on "?(?<table>\w+)""")]
    private static partial Regex Access();

    [GeneratedRegex(@"Buffers: shared( hit=(?<hit>\d+))?( read=(?<read>\d+))?")]
    private static partial Regex Hits();

    [GeneratedRegex(@"Rows Removed by (Filter|Join Filter): (?<rows>\d+)")]
    private static partial Regex Filtered();

    [GeneratedRegex(@"loops=(?<loops>\d+)\)")]
    private static partial Regex LoopCount();
}
