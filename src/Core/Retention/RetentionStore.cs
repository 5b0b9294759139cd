using AgentMail.Core.Configuration;
using AgentMail.Core.Stats;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Retention;

/// <summary>
/// Removes what has outlived its time, one batch at a time: what goes is looked up outside the transaction that removes it, and looked
/// at again in there. Two workers that remove the same rows do no harm.
/// </summary>
public sealed class RetentionStore(Database database, TimeProvider clock)
{
    // Deleting a message costs what its size costs, and a transaction is waited for by whoever sends.
    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary>Whose rows are kept for how long.</summary>
    public async Task<IReadOnlyList<RetentionPeriods>> PeriodsAsync(CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Tenants.OrderBy(t => t.Id).Select(t => new RetentionPeriods(t.Id, t.BodyDays, t.EventDays)).ToListAsync(ct);
    }

    /// <summary>Removes messages of emails that came to an end long enough ago; how many.</summary>
    public async Task<int> RemoveBodiesAsync(RetentionPeriods tenant, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var now = clock.GetUtcNow();
        var before = tenant.BodiesBefore(now);
        var ids = await BodiesAsync(tenant.TenantId, before, limit, ct);
        if (ids.Count == 0)
            return 0;
        return await database.WriteAsync(
            async (tx, token) =>
            {
                // The row first: a person who retries this email now waits for it, or is waited for and keeps the message.
                await tx.Db.Emails.Where(e => ids.Contains(e.Id) && e.SettledAt < before && e.BodyRemovedAt == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(e => e.BodyRemovedAt, now), token);
                await tx.Db.Bodies.Where(b => ids.Contains(b.EmailId) && tx.Db.Emails.Any(e => e.Id == b.EmailId && e.BodyRemovedAt != null)).ExecuteDeleteAsync(token);
                return ids.Count;
            }, ct);
    }

    /// <summary>Removes events that are old enough, and that no sink still waits for; how many.</summary>
    public async Task<int> RemoveEventsAsync(RetentionPeriods tenant, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        if (await LastEventAsync(tenant, limit, ct) is not { } last)
            return 0;
        return await database.WriteAsync((tx, token) => tx.Db.Events.Where(e => e.TenantId == tenant.TenantId && e.Number <= last).ExecuteDeleteAsync(token), ct);
    }

    /// <summary>Removes emails with their recipients, once neither message nor history is kept; how many.</summary>
    public async Task<int> RemoveEmailsAsync(RetentionPeriods tenant, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var now = clock.GetUtcNow();
        var before = tenant.EmailsBefore(now);
        var ids = await IdsAsync(db => RetentionQueries.WithoutBody(db, tenant.TenantId, before, RetentionPeriods.KeysBefore(now)).Select(e => e.Id), limit, ct);
        return ids.Count == 0 ? 0 : await database.WriteAsync(
            (tx, token) => tx.Db.Emails.Where(e => ids.Contains(e.Id) && e.BodyRemovedAt != null && e.SettledAt < before).ExecuteDeleteAsync(token), ct);
    }

    /// <summary>Removes counts that nobody asks for any more: of events as old as those that are removed, and of emails as old; how many.</summary>
    public async Task<int> RemoveCountsAsync(RetentionPeriods tenant, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var (id, now) = (tenant.TenantId, clock.GetUtcNow());
        await using var db = database.Read();
        // Whole hours and minutes at a time: they are as many rows as there were senders and types.
        var hours = await RetentionQueries.EmailCounts(db, id, tenant.EmailsBefore(now)).Select(c => c.Hour).Take(limit).ToListAsync(ct);
        var minutes = await RetentionQueries.EventCounts(db, id, tenant.EventsBefore(now)).Select(c => c.Minute).Take(limit).ToListAsync(ct);
        var removed = 0;
        if (hours is [.., var hour])
            removed += await database.WriteAsync((tx, token) => tx.Db.EmailCounts
                .Where(c => c.TenantId == id && c.Hour <= hour && CountedStatuses.Final.Contains(c.Status)).ExecuteDeleteAsync(token), ct);
        if (minutes is [.., var minute])
            removed += await database.WriteAsync((tx, token) => tx.Db.EventCounts.Where(c => c.TenantId == id && c.Minute <= minute).ExecuteDeleteAsync(token), ct);
        return removed;
    }

    /// <summary>Removes idempotency records that have expired; how many.</summary>
    public async Task<int> RemoveKeysAsync(int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var expired = await RetentionQueries.Keys(db, now).Select(r => r.ExpiresAt).Take(limit).ToListAsync(ct);
        return expired is not [.., var last] ? 0 : await database.WriteAsync(
            (tx, token) => tx.Db.IdempotencyRecords.Where(r => r.ExpiresAt <= last).ExecuteDeleteAsync(token), ct);
    }

    /// <summary>Removes configuration changes that were applied or refused before this time, with the sealed secrets in them; how many.</summary>
    public async Task<int> RemoveOperationsAsync(DateTimeOffset before, int limit, CancellationToken ct)
    {
        var removed = 0;
        foreach (var ended in (OperationStatus[])[OperationStatus.Applied, OperationStatus.Refused])
        {
            var ids = await IdsAsync(db => RetentionQueries.Operations(db, ended, OperationId.New(before), before).Select(o => o.Id), limit, ct);
            if (ids.Count > 0)
                removed += await database.WriteAsync((tx, token) => tx.Db.Operations.Where(o => ids.Contains(o.Id)).ExecuteDeleteAsync(token), ct);
        }
        return removed;
    }

    private async Task<List<string>> BodiesAsync(string tenantId, DateTimeOffset before, int limit, CancellationToken ct)
    {
        await using var db = database.Read();
        var due = await RetentionQueries.WithBody(db, tenantId, before).Select(e => new { e.Id, e.SizeBytes }).Take(limit).ToListAsync(ct);
        var bytes = 0L;
        return [.. due.TakeWhile((e, i) => (bytes += e.SizeBytes) <= MostBytes || i == 0).Select(e => e.Id)];
    }

    private async Task<List<string>> IdsAsync(Func<AgentMailDb, IQueryable<string>> query, int limit, CancellationToken ct)
    {
        await using var db = database.Read();
        return await query(db).Take(limit).ToListAsync(ct);
    }

    // Events go from the oldest on, without leaving any out: what is kept is the log from some number on.
    private async Task<long?> LastEventAsync(RetentionPeriods tenant, int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (before, unreadBefore) = (tenant.EventsBefore(now), tenant.UnreadEventsBefore(now));
        await using var db = database.Read();
        var events = RetentionQueries.Events(db, tenant.TenantId).Select(e => new { e.Number, e.Timestamp });
        // Most looks find that even the oldest is young.
        if (await events.FirstOrDefaultAsync(ct) is not { } oldest || oldest.Timestamp >= before)
            return null;
        var read = await db.SinkCursors.MinAsync(c => (long?)c.Number, ct) ?? long.MaxValue;
        return (await events.Take(limit).ToListAsync(ct))
            .TakeWhile(e => e.Timestamp < before && (e.Number <= read || e.Timestamp < unreadBefore)).LastOrDefault()?.Number;
    }
}
