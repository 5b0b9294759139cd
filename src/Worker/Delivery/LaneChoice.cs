namespace AgentMail.Worker.Delivery;

/// <summary>What a lane does just now.</summary>
/// <param name="Lane">Its key.</param>
/// <param name="OldestAttempt">When the oldest attempt under way began; null when none is.</param>
/// <param name="LastAttempt">When the last attempt began; null when none did here.</param>
/// <param name="MayLeave">False while it is leaving already, and for a while after it was asked to and could not.</param>
internal sealed record LaneActivity(string Lane, DateTimeOffset? OldestAttempt, DateTimeOffset? LastAttempt, bool MayLeave);

/// <summary>
/// Which lanes go to another worker. A lane that leaves sends nothing until its last transaction has ended, so those in a long one go
/// last. Of the others an even sample goes, from the busiest to the idlest: to give the idle ones first would leave all the work here.
/// </summary>
internal static class LaneChoice
{
    /// <summary>A transaction that has run for so long may go on for much longer.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    /// <summary>At most <paramref name="count"/> lanes.</summary>
    public static IReadOnlyList<string> Choose(IReadOnlyCollection<LaneActivity> lanes, int count, DateTimeOffset now)
    {
        var quick = lanes.Where(l => l.MayLeave && !IsLong(l, now))
            .OrderBy(l => l.LastAttempt ?? DateTimeOffset.MinValue).ThenBy(l => l.Lane, StringComparer.Ordinal).ToList();
        if (quick.Count >= count)
            return [.. Enumerable.Range(0, count).Select(i => quick[(int)((2L * i + 1) * quick.Count / (2L * count))].Lane)];
        var slow = lanes.Where(l => l.MayLeave && IsLong(l, now)).OrderByDescending(l => l.OldestAttempt).ThenBy(l => l.Lane, StringComparer.Ordinal);
        return [.. quick.Concat(slow).Take(count).Select(l => l.Lane)];
    }

    private static bool IsLong(LaneActivity lane, DateTimeOffset now) => now - lane.OldestAttempt >= Long;
}
