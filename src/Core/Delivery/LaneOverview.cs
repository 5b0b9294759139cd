using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>A tenant's lanes, a page at a time: how they stand, why, and what waits for them.</summary>
public sealed class LaneOverview(Database database, TimeProvider clock)
{
    /// <summary>Most emails of a lane that are looked at, of those that are due and of those that are held.</summary>
    public const int MostWaiting = 1000;

    /// <summary>Reads lanes in the order of their keys; one more than fit says that there is a next page.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="state">Only those that stand so; null for all.</param>
    /// <param name="after">The id of the last lane seen; empty for the beginning.</param>
    /// <param name="limit">Most lanes at once.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<(IReadOnlyList<LaneView> Lanes, string? Next)> ReadAsync(string tenantId, LaneState? state, string after, int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var rows = await Matching(db, tenantId, state, now).Where(l => l.Key.CompareTo($"{tenantId}/{after}") > 0).OrderBy(l => l.Key).Take(limit + 1).ToListAsync(ct);
        var next = rows.Count > limit ? LaneName.Of(rows[limit - 1].Key).Id : null;
        rows = [.. rows.Take(limit)];
        var versions = await AccountVersions.OfAsync(db, tenantId, [.. rows.Where(l => l.Pause is not null).Select(l => LaneName.Of(l.Key))], ct);
        var waiting = await LaneQueues.ReadAsync(db, tenantId, [.. rows.Select(l => l.Key)], now, ct);
        return ([.. rows.Select(l => View(l, versions, waiting[l.Key], now)).Where(l => state is null || l.State == state)], next);
    }

    /// <summary>The lanes that may stand so. A paused one is mended already when its account has changed since.</summary>
    internal static IQueryable<LaneRow> Matching(AgentMailDb db, string tenantId, LaneState? state, DateTimeOffset now)
    {
        var lanes = db.Lanes.Where(l => l.TenantId == tenantId);
        return state switch
        {
            LaneState.Paused => lanes.Where(l => l.Pause != null),
            LaneState.Slowed => lanes.Where(l => l.Slow != null && l.SlowUntil > now),
            LaneState.Healthy => lanes.Where(l => l.Pause != null || l.SlowUntil == null || l.SlowUntil <= now),
            _ => lanes,
        };
    }

    private static LaneView View(LaneRow row, AccountVersions versions, LaneQueue waiting, DateTimeOffset now)
    {
        var name = LaneName.Of(row.Key);
        if (row.Pause is { } pause && versions.Of(name) <= row.PausedVersion)
            return new(name, LaneState.Paused, null, pause, waiting);
        return row is { Slow: { } slow, SlowUntil: { } until } && until > now
            ? new(name, LaneState.Slowed, until, slow, waiting)
            : new(name, LaneState.Healthy, null, null, waiting);
    }
}
