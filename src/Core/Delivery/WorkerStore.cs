using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>Which workers take part, as each of them announces it. Only sharing depends on it; who may send for a lane, its lease says.</summary>
public sealed class WorkerStore(Database database, TimeProvider clock)
{
    /// <summary>How often a worker announces itself.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    /// <summary>A worker that has not been heard of for so long gets no lanes.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>A worker that has not been heard of for so long is struck off; one that only stood still announces itself anew.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    /// <summary>Says that the worker lives.</summary>
    public Task AnnounceAsync(string worker, DateTimeOffset startedAt, bool draining, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var now = clock.GetUtcNow();
            var known = await tx.Db.Workers.Where(w => w.Id == worker)
                .ExecuteUpdateAsync(s => s.SetProperty(w => w.SeenAt, now).SetProperty(w => w.Draining, draining), token);
            if (known == 0)
                tx.Db.Workers.Add(new() { Id = worker, StartedAt = startedAt, SeenAt = now, Draining = draining });
        }, ct);

    /// <summary>Strikes a worker off that has stopped.</summary>
    public Task RemoveAsync(string worker, CancellationToken ct) =>
        database.WriteAsync((tx, token) => tx.Db.Workers.Where(w => w.Id == worker).ExecuteDeleteAsync(token), ct);

    /// <summary>Strikes off who died; returns how many.</summary>
    public Task<int> ForgetAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Forgotten;
        return database.WriteAsync((tx, token) => tx.Db.Workers.Where(w => w.SeenAt < before).ExecuteDeleteAsync(token), ct);
    }

    /// <summary>Living workers that are not stopping, each with the lanes it holds.</summary>
    public async Task<IReadOnlyList<WorkerLoad>> LoadsAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - Silence;
        await using var db = database.Read();
        return await db.Workers.Where(w => w.SeenAt >= since && !w.Draining)
            .Select(w => new WorkerLoad(w.Id, db.Lanes.Count(l => l.Owner == w.Id && l.LeaseUntil >= now))).ToListAsync(ct);
    }
}
