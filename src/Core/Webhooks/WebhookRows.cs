using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Webhooks;

/// <summary>What stands to the name of a webhook besides its configuration.</summary>
internal static class WebhookRows
{
    /// <summary>Most deliveries that one change removes: others wait for its transaction, and a busy endpoint may have a million.</summary>
    public const int MostPerChange = 2_000;

    /// <summary>Removes deliveries, the oldest first; whether any are left.</summary>
    public static async Task<bool> RemoveDeliveriesAsync(AgentMailDb db, string tenantId, string webhookId, CancellationToken ct)
    {
        var deliveries = db.WebhookDeliveries.Where(d => d.TenantId == tenantId && d.WebhookId == webhookId);
        // The last id of the batch stands for all of it, however many there are.
        var batch = await deliveries.OrderBy(d => d.Id).Select(d => d.Id).Take(MostPerChange).ToListAsync(ct);
        if (batch is not [.., var last])
            return false;
        await deliveries.Where(d => d.Id.CompareTo(last) <= 0).ExecuteDeleteAsync(ct);
        return batch.Count == MostPerChange && await deliveries.AnyAsync(ct);
    }

    /// <summary>Forgets how the endpoint was doing and who called it.</summary>
    public static Task RemoveLaneAsync(AgentMailDb db, string tenantId, string webhookId, CancellationToken ct) =>
        db.WebhookLanes.Where(l => l.TenantId == tenantId && l.WebhookId == webhookId).ExecuteDeleteAsync(ct);

    /// <summary>Lets the endpoint be called at once again. The count of failures stays: if the call fails too, it waits longer than the last time.</summary>
    public static Task HurryAsync(AgentMailDb db, string tenantId, string webhookId, CancellationToken ct) =>
        db.WebhookLanes.Where(l => l.TenantId == tenantId && l.WebhookId == webhookId && l.PausedUntil != null)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.PausedUntil, (DateTimeOffset?)null), ct);
}
