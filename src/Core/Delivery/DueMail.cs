using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>Reads what is due: by indexes, and never more than a window of what has been due for longest, because a slowed lane may have a hundred thousand.</summary>
public sealed class DueMail(Database database, WorkerStore workers, TimeProvider clock)
{
    /// <summary>How many emails one look takes in.</summary>
    public const int Window = 5_000;

    /// <summary>The backlog as of now.</summary>
    /// <param name="after">Where the window for the untouched one begins: a full one that has none moves on.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<DueBacklog> ReadAsync(DateTimeOffset? after, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var due = await LanesAsync(db, null, now, ct);
        var running = due.Where(l => !l.Waits).ToList();
        var looked = after is null ? due : await LanesAsync(db, after, now, ct);
        var untouched = await UntouchedAsync(db, looked, now, ct);
        var isFull = looked.Sum(l => l.Emails) >= Window;
        return new(running.Sum(l => l.Queued), running.Min(l => l.QueuedSince), untouched, (await workers.LoadsAsync(ct)).Count)
        {
            Next = untouched is not null ? after : isFull ? looked.Max(l => l.Newest) : null,
        };
    }

    private static async Task<IReadOnlyList<DueLane>> LanesAsync(AgentMailDb db, DateTimeOffset? after, DateTimeOffset now, CancellationToken ct)
    {
        var window = db.Emails.Where(e => e.NextActionAt != null && e.NextActionAt <= now);
        if (after is not null)
            window = window.Where(e => e.NextActionAt > after);
        var heads = await window.OrderBy(e => e.NextActionAt).Take(Window).Select(e => new { e.Lane, e.Id, e.NextActionAt, e.Status })
            .GroupBy(e => e.Lane).Select(g => new
            {
                Lane = g.Key,
                Emails = g.Count(),
                Queued = g.Count(e => e.Status != EmailStatus.Sending),
                QueuedSince = g.Min(e => e.Status != EmailStatus.Sending ? e.NextActionAt : null),
                First = g.Min(e => e.Id)!,
                Oldest = g.Min(e => e.NextActionAt),
                Newest = g.Max(e => e.NextActionAt),
            })
            .ToListAsync(ct);
        var keys = heads.ConvertAll(h => h.Lane);
        var rows = await db.Lanes.Where(l => EF.Parameter(keys).Contains(l.Key))
            .Select(l => new { l.Key, Waits = l.Pause != null || l.SlowUntil > now, IsHeld = l.Owner != null && l.LeaseUntil >= now }).ToDictionaryAsync(l => l.Key, ct);
        return heads.ConvertAll(h =>
        {
            var row = rows.GetValueOrDefault(h.Lane);
            return new DueLane(h.Lane, h.Emails, h.Queued, h.QueuedSince, h.First, h.Oldest!.Value, h.Newest!.Value, row?.Waits ?? false, row?.IsHeld ?? false);
        });
    }

    // A lane at work shows an email that is being sent under a lease that holds, or, between two of them, what its limit per minute counts.
    // What a dead worker left in sending is due as well: to be settled.
    private static async Task<OverdueMail?> UntouchedAsync(AgentMailDb db, IEnumerable<DueLane> lanes, DateTimeOffset now, CancellationToken ct)
    {
        var candidates = lanes.Where(l => !l.Waits).OrderBy(l => l.Oldest).ToList();
        if (candidates.Count == 0)
            return null;
        var held = candidates.Where(l => l.IsHeld).Select(l => l.Lane).ToHashSet(StringComparer.Ordinal);
        var tenants = held.Select(LaneKey.TenantOf).Distinct().ToList();
        var sending = await db.Emails.Where(e => EF.Parameter(tenants).Contains(e.TenantId) && e.Status == EmailStatus.Sending).Select(e => e.Lane).Distinct().ToListAsync(ct);
        var (keys, since) = (candidates.ConvertAll(l => l.Lane), now - LaneSends.Minute);
        var counted = await db.LaneSends.Where(s => EF.Parameter(keys).Contains(s.Lane) && s.At > since).Select(s => s.Lane).Distinct().ToListAsync(ct);
        var atWork = held.Intersect(sending).Concat(counted).ToHashSet(StringComparer.Ordinal);
        return candidates.Find(l => !atWork.Contains(l.Lane)) is { } lane ? new(lane.Lane, lane.First, lane.Oldest) : null;
    }

    private sealed record DueLane(
        string Lane, int Emails, int Queued, DateTimeOffset? QueuedSince, string First, DateTimeOffset Oldest, DateTimeOffset Newest, bool Waits, bool IsHeld);
}
