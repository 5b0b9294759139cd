using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Webhooks;

/// <summary>Turns events into deliveries: one row for each enabled endpoint of the tenant that asked for the type. Doing it again adds none.</summary>
public sealed class WebhookFanOut(Database database, TimeProvider clock)
{
    // Mail waits for a transaction. A batch of events for fifty endpoints is ten thousand rows.
    private const int RowsPerCommit = 1_000;

    /// <summary>Adds the deliveries of these events; how many there were to add.</summary>
    public async Task<int> DealAsync(IReadOnlyList<EventRow> events, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(events);
        var endpoints = await EndpointsAsync([.. events.Select(e => e.TenantId).Distinct()], ct);
        var due = events.SelectMany(e => endpoints[e.TenantId].Where(w => w.Wants(e)).Select(w => (Event: e, Webhook: w.Id))).ToList();
        foreach (var part in due.Chunk(RowsPerCommit))
            await database.WriteAsync((tx, token) => AddAsync(tx.Db, part, token), ct);
        return due.Count;
    }

    // Asked for each batch: one look into an index, which finds nothing for tenants without webhooks, is cheaper than knowing when to ask again.
    private async Task<ILookup<string, Endpoint>> EndpointsAsync(List<string> tenants, CancellationToken ct)
    {
        await using var db = database.Read();
        var enabled = await db.Webhooks.Where(w => EF.Parameter(tenants).Contains(w.TenantId) && w.Enabled)
            .Select(w => new { w.TenantId, w.Id, w.Types, w.CreatedAt }).ToListAsync(ct);
        return enabled.ToLookup(w => w.TenantId, w => new Endpoint(w.Id, w.Types, w.CreatedAt), StringComparer.Ordinal);
    }

    private async Task AddAsync(AgentMailDb db, (EventRow Event, string Webhook)[] part, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await KnownAsync(db, part, ct);
        db.WebhookDeliveries.AddRange(part.Where(p => !known.Contains((p.Event.Number, p.Webhook))).Select(p => new WebhookDelivery
        {
            Id = WebhookDeliveryId.New(now, p.Event.Number),
            TenantId = p.Event.TenantId,
            WebhookId = p.Webhook,
            EventNumber = p.Event.Number,
            MessageId = EventId.Format(p.Event.Number),
            EventType = p.Event.Type,
            EmailId = p.Event.EmailId,
            Status = WebhookDeliveryStatus.Pending,
            NextAttemptAt = now,
            CreatedAt = now,
            DueSince = now,
        }));
    }

    // A batch comes again when the worker that wrote it died, or never heard that it had.
    private static async Task<HashSet<(long Event, string Webhook)>> KnownAsync(AgentMailDb db, (EventRow Event, string Webhook)[] part, CancellationToken ct)
    {
        var (tenants, webhooks) = (part.Select(p => p.Event.TenantId).Distinct().ToList(), part.Select(p => p.Webhook).Distinct().ToList());
        var (first, last) = (part[0].Event.Number, part[^1].Event.Number);
        var rows = await db.WebhookDeliveries
            .Where(d => EF.Parameter(tenants).Contains(d.TenantId) && EF.Parameter(webhooks).Contains(d.WebhookId) && d.EventNumber >= first && d.EventNumber <= last)
            .Select(d => new { d.EventNumber, d.WebhookId }).ToListAsync(ct);
        return [.. rows.Select(d => (d.EventNumber!.Value, d.WebhookId))];
    }

    private sealed record Endpoint(string Id, IReadOnlyList<string> Types, DateTimeOffset Since)
    {
        public bool Wants(EventRow row) => row.Timestamp >= Since && WebhookTypes.Match(Types, row.Type);
    }
}
