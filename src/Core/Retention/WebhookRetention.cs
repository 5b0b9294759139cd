using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Retention;

/// <summary>
/// Removes deliveries to webhooks that are as old as the events they tell of may become, and whatever is left of webhooks that were removed:
/// a change takes no more of them than a short transaction can.
/// </summary>
public sealed class WebhookRetention(Database database, TimeProvider clock)
{
    /// <summary>Removes one batch of a tenant's deliveries; how many.</summary>
    public async Task<int> RemoveAsync(RetentionPeriods tenant, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        foreach (var (webhookId, before) in await EndpointsAsync(tenant, ct))
        {
            if (await RemoveAsync(tenant.TenantId, webhookId, before, limit, ct) is > 0 and var removed)
                return removed;
        }
        return 0;
    }

    private async Task<int> RemoveAsync(string tenantId, string webhookId, DateTimeOffset before, int limit, CancellationToken ct)
    {
        await using var db = database.Read();
        var ids = await RetentionQueries.Deliveries(db, tenantId, webhookId, before).Select(d => d.Id).Take(limit).ToListAsync(ct);
        return ids.Count == 0 ? 0 : await database.WriteAsync(
            // Looked at again: a person may have asked for one of them once more.
            (tx, token) => tx.Db.WebhookDeliveries.Where(d => ids.Contains(d.Id) && (d.FinishedAt != null || d.DueSince < before)).ExecuteDeleteAsync(token), ct);
    }

    // From one webhook to the next by the index: a tenant has few, and each may have a million deliveries.
    private async Task<List<(string WebhookId, DateTimeOffset Before)>> EndpointsAsync(RetentionPeriods tenant, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var found = new List<(string, DateTimeOffset)>();
        List<string>? existing = null;
        for (var last = ""; await RetentionQueries.NextEndpoint(db, tenant.TenantId, last).FirstOrDefaultAsync(ct) is { } next; last = next)
        {
            existing ??= await db.Webhooks.Where(w => w.TenantId == tenant.TenantId).Select(w => w.Id).ToListAsync(ct);
            found.Add((next, existing.Contains(next) ? tenant.DeliveriesBefore(now) : now.AddDays(1)));
        }
        return found;
    }
}
