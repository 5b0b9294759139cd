using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>What waits for lanes: what is due or tried again, and what is held. Never more than a bounded number of each is looked at.</summary>
internal static class LaneQueues
{
    // One more than is told of says that there are more.
    private const int Looked = LaneOverview.MostWaiting + 1;

    public static async Task<Dictionary<string, LaneQueue>> ReadAsync(AgentMailDb db, string tenantId, IReadOnlyList<string> keys, DateTimeOffset now, CancellationToken ct)
    {
        var due = await Due(db, keys, now).ToListAsync(ct);
        var queues = due.ToDictionary(l => l.Key, l => new LaneQueue(Math.Min(l.Waiting, LaneOverview.MostWaiting), l.Seen == Looked, l.Oldest));
        if (await db.Emails.AnyAsync(e => e.TenantId == tenantId && e.Status == EmailStatus.Held, ct))
        {
            foreach (var key in keys)
                queues[key] = queues[key].With(await HeldAsync(Held(db, tenantId, key), ct));
        }
        return queues;
    }

    /// <summary>What lanes have to do by themselves, now or later; what is scheduled does not wait for them yet.</summary>
    internal static IQueryable<DueOfLane> Due(AgentMailDb db, IReadOnlyList<string> keys, DateTimeOffset now) => db.Lanes.Where(l => EF.Parameter(keys).Contains(l.Key))
        .Select(l => new DueOfLane(
            l.Key,
            db.Emails.Where(e => e.Lane == l.Key && e.NextActionAt != null).OrderBy(e => e.NextActionAt).Take(Looked).Count(),
            db.Emails.Where(e => e.Lane == l.Key && e.NextActionAt != null).OrderBy(e => e.NextActionAt).Take(Looked)
                .Count(e => e.Status != EmailStatus.Scheduled || e.NextActionAt <= now),
            db.Emails.Where(e => e.Lane == l.Key && e.NextActionAt != null).OrderBy(e => e.NextActionAt).Take(Looked)
                .Where(e => e.Status != EmailStatus.Scheduled || e.NextActionAt <= now).Min(e => (DateTimeOffset?)(e.ScheduledAt ?? e.CreatedAt))));

    /// <summary>Held mail of a lane: of a sender with an account of its own by the sender, of a shared account among what the tenant has held.</summary>
    internal static IQueryable<Email> Held(AgentMailDb db, string tenantId, string key)
    {
        var name = LaneName.Of(key);
        var held = db.Emails.Where(e => e.Status == EmailStatus.Held && e.TenantId == tenantId && e.Lane == key);
        return name.SenderKind is { } kind
            ? held.Where(e => e.SenderKind == kind && e.SenderId == name.AccountId)
            : held.OrderBy(e => e.Id);
    }

    private static async Task<LaneQueue> HeldAsync(IQueryable<Email> held, CancellationToken ct)
    {
        var found = await held.Take(Looked).Select(e => e.ScheduledAt ?? e.CreatedAt).ToListAsync(ct);
        return found.Count == 0 ? LaneQueue.Empty : new(Math.Min(found.Count, LaneOverview.MostWaiting), found.Count > LaneOverview.MostWaiting, found.Min());
    }
}

/// <summary>What of a lane's emails was looked at.</summary>
internal sealed record DueOfLane(string Key, int Seen, int Waiting, DateTimeOffset? Oldest);
