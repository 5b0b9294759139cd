using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>The pace of lanes, in the rows that all workers share.</summary>
internal static class SlowLanes
{
    /// <summary>The pace in a lane's row; null for full pace.</summary>
    public static LaneSlowness? Of(LaneRow row) =>
        row is { Slow: { } why, SlowUntil: { } until } ? new(why, until, row.Slowdowns, DateTimeOffset.MinValue) : null;

    /// <summary>Writes a change that the holder of the lease has made.</summary>
    public static Task SaveAsync(AgentMailDb db, LaneLease lease, LanePaceChange change, CancellationToken ct)
    {
        var (until, why, times) = (change.To?.Until, change.To?.Why, change.To?.Times ?? 0);
        return db.Lanes.Where(l => l.Key == lease.Lane && l.Fence == lease.Fence)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.SlowUntil, until).SetProperty(l => l.Slow, why).SetProperty(l => l.Slowdowns, times), ct);
    }

    /// <summary>Lets a slowed lane make its next attempt at once; what waits for the lane alone comes with it.</summary>
    public static Task HurryAsync(AgentMailDb db, string lane, DateTimeOffset now, CancellationToken ct) => HurryAsync(db, db.Lanes.Where(l => l.Key == lane), now, ct);

    /// <summary>The same for the lanes on which this sender signs in with its own credentials.</summary>
    public static Task HurrySenderAsync(AgentMailDb db, string tenantId, SenderKind kind, string senderId, DateTimeOffset now, CancellationToken ct)
    {
        var end = LaneKey.EndOf(kind, senderId);
        return HurryAsync(db, db.Lanes.Where(l => l.TenantId == tenantId && l.Key.EndsWith(end)), now, ct);
    }

    /// <summary>The same for all lanes of a server.</summary>
    public static Task HurryServerAsync(AgentMailDb db, string tenantId, string serverId, DateTimeOffset now, CancellationToken ct)
    {
        var start = LaneKey.StartOf(tenantId, serverId);
        return HurryAsync(db, db.Lanes.Where(l => l.TenantId == tenantId && l.Key.StartsWith(start)), now, ct);
    }

    // The count stays: if the attempt fails too, the lane waits longer than the last time.
    private static async Task HurryAsync(AgentMailDb db, IQueryable<LaneRow> lanes, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var slow in await lanes.Where(l => l.SlowUntil > now).Select(l => new { l.Key, l.SlowUntil }).ToListAsync(ct))
        {
            await db.Lanes.Where(l => l.Key == slow.Key).ExecuteUpdateAsync(s => s.SetProperty(l => l.SlowUntil, now), ct);
            await db.Emails.Where(e => e.Lane == slow.Key && e.NextActionAt == slow.SlowUntil && e.Status == EmailStatus.Delayed)
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.NextActionAt, now), ct);
        }
    }
}
