using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Events;

/// <summary>How far each sink has read the log. One process reads for a sink at a time.</summary>
public sealed class SinkCursors(Database database, TimeProvider clock)
{
    /// <summary>How long a reader's claim outlives its last sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Claims the sink, or keeps a claim; the number of the last event written, or null while another process reads for it.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="worker">Who reads for it.</param>
    /// <param name="fromNow">Whether the very first claim begins after what has happened by then.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<long?> ClaimAsync(string sink, string worker, bool fromNow, CancellationToken ct)
    {
        try
        {
            return await TryClaimAsync(sink, worker, fromNow, ct);
        }
        catch (DbUpdateException error) when (database.IsDuplicateKey(error))
        {
            // Two workers met at the very first claim.
            return null;
        }
    }

    private Task<long?> TryClaimAsync(string sink, string worker, bool fromNow, CancellationToken ct) => database.WriteAsync<long?>(
        async (tx, token) =>
        {
            var now = clock.GetUtcNow();
            var until = now + Lease;
            var claimed = await tx.Db.SinkCursors.Where(c => c.Sink == sink && (c.Owner == null || c.Owner == worker || c.LeaseUntil < now))
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Owner, worker).SetProperty(c => c.LeaseUntil, until), token);
            var row = await tx.Db.SinkCursors.AsNoTracking().SingleOrDefaultAsync(c => c.Sink == sink, token);
            if (row is not null)
                return claimed == 1 ? row.Number : null;
            var number = fromNow ? await tx.Db.EventCounters.Select(c => c.Last).SingleAsync(token) : 0;
            tx.Db.SinkCursors.Add(new() { Sink = sink, Number = number, Owner = worker, LeaseUntil = until });
            return number;
        }, ct);

    /// <summary>Notes that everything up to <paramref name="number"/> is written. False when another process has taken over.</summary>
    public Task<bool> AdvanceAsync(string sink, string worker, long number, CancellationToken ct) => database.WriteAsync(
        async (tx, token) => await tx.Db.SinkCursors.Where(c => c.Sink == sink && c.Owner == worker)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Number, number).SetProperty(c => c.LeaseUntil, clock.GetUtcNow() + Lease), token) == 1, ct);

    /// <summary>
    /// The same for a sink that keeps what it writes in this database: both are one commit. False, and nothing is written, when the sink no
    /// longer stands where this process believed.
    /// </summary>
    public Task<bool> AdvanceAsync(string sink, string worker, long from, long to, Func<WriteTransaction, CancellationToken, Task> write, CancellationToken ct) =>
        database.WriteAsync(
            async (tx, token) =>
            {
                // The row first: whoever reads on for the sink meanwhile waits for it.
                var own = tx.Db.SinkCursors.Where(c => c.Sink == sink && c.Owner == worker);
                var until = clock.GetUtcNow() + Lease;
                var moved = await own.Where(c => c.Number == from).ExecuteUpdateAsync(s => s.SetProperty(c => c.Number, to).SetProperty(c => c.LeaseUntil, until), token);
                // A commit whose answer was lost is repeated: what it did the first time is done.
                if (moved == 0)
                    return await own.AnyAsync(c => c.Number == to, token);
                await write(tx, token);
                return true;
            }, ct);

    /// <summary>Lets another process read for the sink at once.</summary>
    public Task ReleaseAsync(string sink, string worker, CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.SinkCursors.Where(c => c.Sink == sink && c.Owner == worker)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Owner, (string?)null), token), ct);
}
