using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Webhooks;

/// <summary>Leases of endpoints, and what is written under them, in the database that all workers share.</summary>
public sealed class WebhookLaneStore(Database database, TimeProvider clock)
{
    private const int MostExpired = 500;

    /// <summary>Asks for an endpoint: free, expired or held by this worker before, it is ours. Null when another holds it.</summary>
    public async Task<(WebhookLease Lease, WebhookHealth Health)?> AcquireAsync(string tenantId, string webhookId, string worker, CancellationToken ct)
    {
        try
        {
            return await TryAcquireAsync(tenantId, webhookId, worker, ct);
        }
        catch (DbUpdateException error) when (database.IsDuplicateKey(error))
        {
            // Two workers met at the endpoint's very first call; the next look finds whose it is.
            return null;
        }
    }

    private Task<(WebhookLease Lease, WebhookHealth Health)?> TryAcquireAsync(string tenantId, string webhookId, string worker, CancellationToken ct) =>
        database.WriteAsync<(WebhookLease Lease, WebhookHealth Health)?>(
            async (tx, token) =>
            {
                var now = clock.GetUtcNow();
                var until = now + WebhookLease.Lifetime;
                var lanes = tx.Db.WebhookLanes.Where(l => l.TenantId == tenantId && l.WebhookId == webhookId);
                var taken = await lanes.Where(l => l.Owner == null || l.Owner == worker || l.LeaseUntil < now).ExecuteUpdateAsync(
                    s => s.SetProperty(l => l.Owner, worker).SetProperty(l => l.Fence, l => l.Fence + 1).SetProperty(l => l.LeaseUntil, until), token);
                var row = await lanes.AsNoTracking().SingleOrDefaultAsync(token);
                if (row is not null)
                    return taken == 1 ? (new(tenantId, webhookId, worker, row.Fence), WebhookHealth.Of(row)) : null;
                if (!await tx.Db.Webhooks.AnyAsync(w => w.TenantId == tenantId && w.Id == webhookId, token))
                    return null;
                tx.Db.WebhookLanes.Add(new() { TenantId = tenantId, WebhookId = webhookId, Owner = worker, Fence = 1, LeaseUntil = until });
                return (new(tenantId, webhookId, worker, 1), WebhookHealth.Good);
            }, ct);

    /// <summary>Keeps the leases of this worker alive; returns the endpoints that are its own.</summary>
    public Task<IReadOnlyList<(string TenantId, string WebhookId)>> RenewAsync(string worker, CancellationToken ct) =>
        database.WriteAsync<IReadOnlyList<(string TenantId, string WebhookId)>>(
            async (tx, token) =>
            {
                var until = clock.GetUtcNow() + WebhookLease.Lifetime;
                var own = tx.Db.WebhookLanes.Where(l => l.Owner == worker);
                await own.ExecuteUpdateAsync(s => s.SetProperty(l => l.LeaseUntil, until), token);
                var keys = await own.Select(l => new { l.TenantId, l.WebhookId }).ToListAsync(token);
                return keys.ConvertAll(l => (l.TenantId, l.WebhookId));
            }, ct);

    /// <summary>Gives the endpoint back.</summary>
    public Task ReleaseAsync(WebhookLease lease, CancellationToken ct) => database.WriteAsync(
        (tx, token) => Held(tx.Db, lease).ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), token), ct);

    /// <summary>Gives back whatever this worker still has.</summary>
    public Task ReleaseAllOfAsync(string worker, CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.WebhookLanes.Where(l => l.Owner == worker).ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), token), ct);

    /// <summary>Frees every endpoint: for an embedded database, whose one process has just started.</summary>
    public Task ReleaseAllAsync(CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.WebhookLanes.Where(l => l.Owner != null).ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), token), ct);

    /// <summary>
    /// Writes what calls have made, together with how the endpoint stands now. What is known must not be forgotten, so this waits for a
    /// database that is away. False when the lease is another's by now: then nothing is written, and the calls are made again.
    /// </summary>
    public Task<bool> WriteAsync(WebhookLease lease, WebhookHealth health, IReadOnlyList<WebhookResult> results, CancellationToken ct) => database.WriteForSureAsync(
        async (tx, token) =>
        {
            var held = await Held(tx.Db, lease).ExecuteUpdateAsync(
                s => s.SetProperty(l => l.Failures, health.Failures).SetProperty(l => l.FailingSince, health.FailingSince).SetProperty(l => l.PausedUntil, health.PausedUntil), token);
            if (held == 0)
                return false;
            foreach (var result in results)
                await WriteAsync(tx.Db, result, token);
            return true;
        }, ct);

    /// <summary>Puts deliveries off until what they wait for is due: they would stand before others.</summary>
    public Task PutOffAsync(IReadOnlyList<WebhookDeferral> deferrals, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            foreach (var (delivery, until) in deferrals)
            {
                await tx.Db.WebhookDeliveries.Where(d => d.Id == delivery.Id && d.Attempt == delivery.Attempt && d.NextAttemptAt == delivery.NextAttemptAt)
                    .ExecuteUpdateAsync(s => s.SetProperty(d => d.NextAttemptAt, until), token);
            }
        }, ct);

    /// <summary>Ends some of those whose days were over before they could be called; whether there may be more.</summary>
    /// <param name="lease">Of an endpoint that has failed for as long.</param>
    /// <param name="dueBefore">Those due since then.</param>
    /// <param name="ct">Ends waiting.</param>
    public Task<bool> ExpireAsync(WebhookLease lease, DateTimeOffset dueBefore, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            if (!await Held(tx.Db, lease).AnyAsync(token))
                return false;
            var now = clock.GetUtcNow();
            var ids = await tx.Db.WebhookDeliveries
                .Where(d => d.TenantId == lease.TenantId && d.WebhookId == lease.WebhookId && d.NextAttemptAt < dueBefore && d.DueSince < dueBefore)
                .OrderBy(d => d.NextAttemptAt).Take(MostExpired).Select(d => d.Id).ToListAsync(token);
            var word = WireEnum<WebhookFailure>.Name(WebhookFailure.Expired);
            await tx.Db.WebhookDeliveries.Where(d => EF.Parameter(ids).Contains(d.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(d => d.Status, WebhookDeliveryStatus.Failed).SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null).SetProperty(d => d.FinishedAt, now)
                    .SetProperty(d => d.Failure, d => d.Failure ?? word)
                    .SetProperty(d => d.Detail, d => d.Detail ?? "The endpoint took nothing for as long as this is kept trying. Mend it, then replay what is missing."), token);
            return ids.Count == MostExpired;
        }, ct);

    // A replay meanwhile has begun anew: its count of calls differs, or it is called once more.
    private static Task WriteAsync(AgentMailDb db, WebhookResult result, CancellationToken ct)
    {
        var (delivery, answer, next) = (result.Delivery, result.Answer, result.NextAttemptAt);
        var status = answer.Failure is null ? WebhookDeliveryStatus.Delivered : next is null ? WebhookDeliveryStatus.Failed : WebhookDeliveryStatus.Pending;
        var finished = next is null ? result.At : (DateTimeOffset?)null;
        var word = answer.Failure is { } failure ? WireEnum<WebhookFailure>.Name(failure) : null;
        var took = (int)result.Took.TotalMilliseconds;
        return db.WebhookDeliveries.Where(d => d.Id == delivery.Id && d.Attempt == delivery.Attempt && d.Status == WebhookDeliveryStatus.Pending).ExecuteUpdateAsync(
            s => s.SetProperty(d => d.Status, status).SetProperty(d => d.Attempt, delivery.Attempt + 1).SetProperty(d => d.NextAttemptAt, next)
                .SetProperty(d => d.LastAttemptAt, result.BegunAt).SetProperty(d => d.HttpStatus, answer.HttpStatus).SetProperty(d => d.Failure, word)
                .SetProperty(d => d.Detail, answer.Detail).SetProperty(d => d.DurationMs, took).SetProperty(d => d.FinishedAt, finished), ct);
    }

    private static IQueryable<WebhookLane> Held(AgentMailDb db, WebhookLease lease) => db.WebhookLanes.Where(
        l => l.TenantId == lease.TenantId && l.WebhookId == lease.WebhookId && l.Fence == lease.Fence && l.Owner == lease.Worker);
}
