using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Webhooks;

/// <summary>An endpoint with deliveries due.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="WebhookId">Which.</param>
/// <param name="IsFailing">Whether its last call failed.</param>
public sealed record DueWebhook(string TenantId, string WebhookId, bool IsFailing);

/// <summary>What is to be called at one endpoint.</summary>
/// <param name="Webhook">The endpoint; null when it was removed or disabled.</param>
/// <param name="Ready">What may be called, those of one email in the order of their numbers.</param>
/// <param name="Events">The events of those, by number; what is missing is no longer kept.</param>
/// <param name="PutOff">What waits for the retry of an earlier event.</param>
/// <param name="IsFull">Whether there may be more.</param>
public sealed record WebhookWork(
    Webhook? Webhook, IReadOnlyList<WebhookDelivery> Ready, IReadOnlyDictionary<long, EventRow> Events, IReadOnlyList<WebhookDeferral> PutOff, bool IsFull);

/// <summary>Finds deliveries that are due: by indexes, and never more than a batch, because a dead endpoint may have a hundred thousand.</summary>
public sealed class WebhookQueue(Database database, TimeProvider clock)
{
    private const int MostEndpoints = 1_000;

    private static readonly WebhookWork Nothing = new(null, [], new Dictionary<long, EventRow>(), [], false);

    /// <summary>Endpoints that may be called now by this worker, the one that was served least recently first.</summary>
    public async Task<IReadOnlyList<DueWebhook>> EndpointsAsync(string worker, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var due =
            from webhook in db.Webhooks
            where webhook.Enabled
            join row in db.WebhookLanes on new { webhook.TenantId, WebhookId = webhook.Id } equals new { row.TenantId, row.WebhookId } into rows
            from lane in rows.DefaultIfEmpty()
            where lane == null || ((lane.PausedUntil == null || lane.PausedUntil <= now) && (lane.Owner == null || lane.Owner == worker || lane.LeaseUntil < now))
            where db.WebhookDeliveries.Any(d => d.TenantId == webhook.TenantId && d.WebhookId == webhook.Id && d.NextAttemptAt <= now)
            orderby lane == null ? 0 : 1, lane.LeaseUntil
            select new DueWebhook(webhook.TenantId, webhook.Id, lane != null && lane.Failures > 0);
        return await due.Take(MostEndpoints).ToListAsync(ct);
    }

    /// <summary>The next batch of an endpoint.</summary>
    /// <param name="lease">The right to call it.</param>
    /// <param name="limit">Most deliveries.</param>
    /// <param name="underWay">Those being called.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<WebhookWork> ReadAsync(WebhookLease lease, int limit, IReadOnlyCollection<string> underWay, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var webhook = await db.Webhooks.SingleOrDefaultAsync(w => w.TenantId == lease.TenantId && w.Id == lease.WebhookId && w.Enabled, ct);
        if (webhook is null)
            return Nothing;
        var batch = limit + underWay.Count;
        var found = await Of(db, lease).Where(d => d.NextAttemptAt <= now).OrderBy(d => d.NextAttemptAt).ThenBy(d => d.EventNumber).Take(batch).ToListAsync(ct);
        var due = found.Where(d => !underWay.Contains(d.Id)).ToList();
        var (ready, putOff) = WebhookOrder.Sort(due, await BlockersAsync(db, lease, due, underWay, now, ct), now);
        var numbers = ready.Select(d => d.EventNumber).OfType<long>().ToList();
        var events = await db.Events.Where(e => e.TenantId == lease.TenantId && EF.Parameter(numbers).Contains(e.Number)).ToDictionaryAsync(e => e.Number, ct);
        return new(webhook, ready, events, putOff, found.Count == batch);
    }

    // Found by the log's index on emails and the deliveries' index on events: of what waits there may be very much.
    private static async Task<IReadOnlyCollection<WebhookBlocker>> BlockersAsync(
        AgentMailDb db, WebhookLease lease, List<WebhookDelivery> due, IReadOnlyCollection<string> underWay, DateTimeOffset now, CancellationToken ct)
    {
        var emails = due.Select(d => d.EmailId).OfType<string>().Distinct().ToList();
        if (emails.Count == 0)
            return [];
        var soon = now + WebhookOrder.Patience;
        var blockers =
            from row in db.Events
            where EF.Parameter(emails).Contains(row.EmailId!)
            join delivery in Of(db, lease) on (long?)row.Number equals delivery.EventNumber
            where delivery.Status == WebhookDeliveryStatus.Pending && delivery.Attempt < WebhookOrder.CallsWaitedFor && delivery.NextAttemptAt < soon
            select new { delivery.Id, row.EmailId, row.Number, delivery.NextAttemptAt };
        var found = await blockers.ToListAsync(ct);
        return found.Where(b => !underWay.Contains(b.Id)).Select(b => new WebhookBlocker(b.EmailId!, b.Number, b.NextAttemptAt!.Value)).ToList();
    }

    private static IQueryable<WebhookDelivery> Of(AgentMailDb db, WebhookLease lease) =>
        db.WebhookDeliveries.Where(d => d.TenantId == lease.TenantId && d.WebhookId == lease.WebhookId);
}
