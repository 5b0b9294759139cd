using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>What is due now, on lanes that are neither slowed nor paused: what workers should be taking.</summary>
/// <param name="Emails">How many, counted up to <see cref="DueMail.MostCounted"/>.</param>
/// <param name="Oldest">Since when the oldest of them is due; null when none is.</param>
/// <param name="Untouched">The oldest on a lane where nothing is being sent, and where nothing was in the last minute as far as its limit counts; null when there is none.</param>
/// <param name="Workers">Workers that have announced themselves lately.</param>
public sealed record DueBacklog(int Emails, DateTimeOffset? Oldest, OverdueEmail? Untouched, int Workers);

/// <summary>Reads the backlog, by indexes and up to a bound.</summary>
public sealed class DueMail(Database database, WorkerStore workers, TimeProvider clock)
{
    /// <summary>More is not counted: that there is so much is all that anybody needs to know.</summary>
    public const int MostCounted = 10_000;

    /// <summary>The backlog as of now.</summary>
    public async Task<DueBacklog> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var due = Due(db, now);
        var count = await due.Select(e => e.Id).Take(MostCounted).CountAsync(ct);
        var oldest = count == 0 ? null : await due.OrderBy(e => e.NextActionAt).Select(e => e.NextActionAt).FirstOrDefaultAsync(ct);
        var untouched = await Untouched(db, now).OrderBy(e => e.NextActionAt).Select(e => new { e.Id, e.NextActionAt }).FirstOrDefaultAsync(ct);
        return new(count, oldest, untouched is null ? null : new(untouched.Id, untouched.NextActionAt!.Value), (await workers.LoadsAsync(ct)).Count);
    }

    private static IQueryable<Email> Due(AgentMailDb db, DateTimeOffset now) => db.Emails
        .Where(e => e.NextActionAt != null && e.NextActionAt <= now && e.Status != EmailStatus.Sending)
        .Where(e => !db.Lanes.Any(l => l.Key == e.Lane && (l.Pause != null || l.SlowUntil > now)));

    // A lane at work shows an email that is being sent under a lease that holds, or, between two of them, what its limit per minute counts.
    // What a dead worker left in sending is due as well: to be settled.
    internal static IQueryable<Email> Untouched(AgentMailDb db, DateTimeOffset now) => db.Emails
        .Where(e => e.NextActionAt != null && e.NextActionAt <= now)
        .Where(e => !db.Lanes.Any(l => l.Key == e.Lane && (l.Pause != null || l.SlowUntil > now)))
        .Where(e => !(db.Lanes.Any(l => l.Key == e.Lane && l.Owner != null && l.LeaseUntil >= now)
            && db.Emails.Any(s => s.Lane == e.Lane && s.NextActionAt != null && s.Status == EmailStatus.Sending)))
        .Where(e => !db.LaneSends.Any(s => s.Lane == e.Lane && s.At > now - LaneSends.Minute));
}
