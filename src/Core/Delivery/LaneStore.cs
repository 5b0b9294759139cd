using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>
/// Leases of lanes, in the database that all workers share. What an attempt found out about the account is written before its result,
/// and so waits for a database that is away as the result does: a mail that went out must not be taken for one of unknown fate.
/// </summary>
public sealed class LaneStore(Database database, TimeProvider clock)
{
    /// <summary>Asks for a lane: free, expired, reserved for this worker or held by it before, it is ours.</summary>
    public Task<LaneAnswer> AcquireAsync(string lane, string worker, CancellationToken ct) => AcquireAsync(lane, worker, mayTakeOver: true, ct);

    /// <summary>The same.</summary>
    /// <param name="lane">Its key.</param>
    /// <param name="worker">Who asks.</param>
    /// <param name="mayTakeOver">Whether an expired lease of another worker counts as none.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<LaneAnswer> AcquireAsync(string lane, string worker, bool mayTakeOver, CancellationToken ct)
    {
        try
        {
            return await TryAcquireAsync(lane, worker, mayTakeOver, ct);
        }
        catch (DbUpdateException error) when (database.IsDuplicateKey(error))
        {
            // Two workers met at the lane's very first use; now the row is there to ask.
            return await TryAcquireAsync(lane, worker, mayTakeOver, ct);
        }
    }

    private Task<LaneAnswer> TryAcquireAsync(string lane, string worker, bool mayTakeOver, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var now = clock.GetUtcNow();
            var until = now + LaneLease.Lifetime;
            var taken = await tx.Db.Lanes.Where(l => l.Key == lane && (l.Owner == null || l.Owner == worker || (mayTakeOver && l.LeaseUntil < now)))
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, worker).SetProperty(l => l.Fence, l => l.Fence + 1).SetProperty(l => l.LeaseUntil, until), token);
            var row = await tx.Db.Lanes.AsNoTracking().SingleOrDefaultAsync(l => l.Key == lane, token);
            if (row is null)
            {
                row = new() { Key = lane, TenantId = LaneKey.TenantOf(lane), Owner = worker, Fence = 1, LeaseUntil = until };
                tx.Db.Lanes.Add(row);
                taken = 1;
            }
            var pause = row.Pause is null ? null : new LanePause(row.Pause, row.PausedVersion);
            var slowness = SlowLanes.Of(row);
            return taken == 1 ? new LaneAnswer(new(lane, worker, row.Fence), null, pause, slowness) : new LaneAnswer(null, row.Owner, pause, slowness);
        }, ct);

    /// <summary>Keeps the leases of this worker alive; returns the lanes that are its own, also those that it does not run.</summary>
    public Task<IReadOnlyList<string>> RenewAsync(string worker, CancellationToken ct) => database.WriteAsync<IReadOnlyList<string>>(
        async (tx, token) =>
        {
            var now = clock.GetUtcNow();
            // Run out but not taken is still ours: whoever takes a lane puts another owner there.
            await tx.Db.Lanes.Where(l => l.Owner == worker).ExecuteUpdateAsync(s => s.SetProperty(l => l.LeaseUntil, now + LaneLease.Lifetime), token);
            return await tx.Db.Lanes.Where(l => l.Owner == worker).Select(l => l.Key).ToListAsync(token);
        }, ct);

    /// <summary>Gives the lane back, so that the next ring finds it free.</summary>
    public Task ReleaseAsync(LaneLease lease, CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.Lanes.Where(l => l.Key == lease.Lane && l.Fence == lease.Fence && l.Owner == lease.Worker)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), token), ct);

    /// <summary>
    /// Reserves the lane for another worker, who takes it when it hears of it. For a moment only: one that died meanwhile must not keep
    /// it from the others. False when it was not ours to give.
    /// </summary>
    public Task<bool> HandOverAsync(LaneLease lease, string to, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var until = clock.GetUtcNow() + LaneLease.Reservation;
            return await tx.Db.Lanes.Where(l => l.Key == lease.Lane && l.Fence == lease.Fence && l.Owner == lease.Worker)
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, to).SetProperty(l => l.LeaseUntil, until), token) == 1;
        }, ct);

    /// <summary>Frees what still stands to the name of a worker that stops and runs no lane any more, such as a lane reserved for it too late.</summary>
    public Task ReleaseAllOfAsync(string worker, CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.Lanes.Where(l => l.Owner == worker).ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), token), ct);

    /// <summary>Frees every lane: for an embedded database, whose one process has just started.</summary>
    public Task ReleaseAllAsync(CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.Lanes.Where(l => l.Owner != null).ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), token), ct);

    /// <summary>Counts a refused sign-in; the count since the last good one.</summary>
    public Task<int> CountRefusedSignInAsync(LaneLease lease, CancellationToken ct) => database.WriteForSureAsync(
        async (tx, token) =>
        {
            await tx.Db.Lanes.Where(l => l.Key == lease.Lane && l.Fence == lease.Fence)
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.RefusedSignIns, l => l.RefusedSignIns + 1), token);
            return await tx.Db.Lanes.Where(l => l.Key == lease.Lane).Select(l => l.RefusedSignIns).SingleAsync(token);
        }, ct);

    /// <summary>Notes a good sign-in: the lane runs. After a pause the event log says so.</summary>
    public Task ClearAsync(LaneLease lease, SendingIdentity identity, CancellationToken ct)
    {
        var recovered = IdentityEvents.Recovered(identity, clock.GetUtcNow());
        return database.WriteForSureAsync(
            async (tx, token) =>
            {
                var lane = tx.Db.Lanes.Where(l => l.Key == lease.Lane && l.Fence == lease.Fence);
                if (await lane.AnyAsync(l => l.Pause != null, token))
                    tx.Append(recovered);
                await lane.ExecuteUpdateAsync(s => s.SetProperty(l => l.RefusedSignIns, 0).SetProperty(l => l.Pause, (DeliveryError?)null), token);
            }, ct);
    }

    /// <summary>The lane's pause as it is now; null while it runs.</summary>
    public async Task<LanePause?> PauseOfAsync(string lane, CancellationToken ct)
    {
        await using var db = database.Read();
        var row = await db.Lanes.SingleOrDefaultAsync(l => l.Key == lane, ct);
        return row?.Pause is { } why ? new(why, row.PausedVersion) : null;
    }

    /// <summary>The lane's pace as it is now; null for full pace.</summary>
    public async Task<LaneSlowness?> SlownessOfAsync(string lane, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Lanes.SingleOrDefaultAsync(l => l.Key == lane, ct) is { } row ? SlowLanes.Of(row) : null;
    }

    /// <summary>Pauses the lane for this version of its account, and says so in the event log.</summary>
    public Task PauseAsync(LaneLease lease, SendingIdentity identity, LanePause pause, CancellationToken ct)
    {
        var paused = IdentityEvents.Paused(identity, pause.Why, clock.GetUtcNow());
        return database.WriteForSureAsync(
            async (tx, token) =>
            {
                var rows = await tx.Db.Lanes.Where(l => l.Key == lease.Lane && l.Fence == lease.Fence)
                    .ExecuteUpdateAsync(s => s.SetProperty(l => l.Pause, pause.Why).SetProperty(l => l.PausedVersion, pause.Version), token);
                if (rows == 1)
                    tx.Append(paused);
            }, ct);
    }
}
