using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Tenants;

/// <summary>Removes a tenant and everything of it, in steps small enough that others hardly wait. Repeating it goes on where it broke off.</summary>
public sealed class TenantRemoval(Database database, ILogger<TenantRemoval> log)
{
    // A message may have 25 MiB, and an event has less than a page.
    private const int EmailsPerStep = 50;
    private const int EventsPerStep = 1000;

    /// <summary>Takes away the tenant's keys, so that nothing new comes in; false when there is no such tenant.</summary>
    public Task<bool> CloseAsync(string id, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            await tx.Db.ApiKeys.Where(k => k.TenantId == id).ExecuteDeleteAsync(token);
            return await tx.Db.Tenants.AnyAsync(t => t.Id == id, token);
        }, ct);

    /// <summary>Removes the rest; the tenant itself goes last.</summary>
    public async Task RemoveAsync(string id)
    {
        try
        {
            // Before the events, which would be written down for them.
            await database.WriteAsync((tx, ct) => tx.Db.Webhooks.Where(w => w.TenantId == id).ExecuteDeleteAsync(ct));
            while (await database.WriteAsync((tx, ct) => RemoveDeliveriesAsync(tx.Db, id, ct)) > 0)
            {
            }
            while (await database.WriteAsync((tx, ct) => RemoveEmailsAsync(tx.Db, id, ct)) > 0)
            {
            }
            while (await database.WriteAsync((tx, ct) => RemoveEventsAsync(tx.Db, id, ct)) > 0)
            {
            }
            await database.WriteAsync((tx, ct) => RemoveConfigurationAsync(tx.Db, id, ct));
            log.LogInformation("Tenant {TenantId} is removed", id);
        }
        catch (DatabaseUnavailableException error)
        {
            log.LogWarning(error, "Tenant {TenantId} is closed but not removed yet: repeat its DELETE", id);
        }
    }

    private static async Task<int> RemoveEmailsAsync(AgentMailDb db, string id, CancellationToken ct)
    {
        var step = await db.Emails.Where(e => e.TenantId == id).OrderBy(e => e.Id).Select(e => e.Id).Take(EmailsPerStep).ToListAsync(ct);
        return await db.Emails.Where(e => step.Contains(e.Id)).ExecuteDeleteAsync(ct);
    }

    private static async Task<int> RemoveEventsAsync(AgentMailDb db, string id, CancellationToken ct)
    {
        var step = await db.Events.Where(e => e.TenantId == id).OrderBy(e => e.Number).Select(e => e.Number).Take(EventsPerStep).ToListAsync(ct);
        return step is not [.., var last] ? 0 : await db.Events.Where(e => e.TenantId == id && e.Number <= last).ExecuteDeleteAsync(ct);
    }

    private static async Task<int> RemoveDeliveriesAsync(AgentMailDb db, string id, CancellationToken ct)
    {
        var step = await db.WebhookDeliveries.Where(d => d.TenantId == id).Select(d => d.Id).Take(EventsPerStep).ToListAsync(ct);
        return await db.WebhookDeliveries.Where(d => step.Contains(d.Id)).ExecuteDeleteAsync(ct);
    }

    private static async Task RemoveConfigurationAsync(AgentMailDb db, string id, CancellationToken ct)
    {
        await db.Events.Where(e => e.TenantId == id).ExecuteDeleteAsync(ct);
        await db.WebhookDeliveries.Where(d => d.TenantId == id).ExecuteDeleteAsync(ct);
        await db.WebhookLanes.Where(l => l.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Webhooks.Where(w => w.TenantId == id).ExecuteDeleteAsync(ct);
        await db.LaneSends.Where(s => s.Lane.StartsWith(id + "/")).ExecuteDeleteAsync(ct);
        await db.IdempotencyRecords.Where(r => r.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Lanes.Where(l => l.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Operations.Where(o => o.TenantId == id).ExecuteDeleteAsync(ct);
        await db.AuditEntries.Where(a => a.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Templates.Where(t => t.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Signatures.Where(s => s.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Profiles.Where(p => p.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Agents.Where(a => a.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Channels.Where(c => c.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Servers.Where(s => s.TenantId == id).ExecuteDeleteAsync(ct);
        await db.Tenants.Where(t => t.Id == id).ExecuteDeleteAsync(ct);
        // Last: from here on nobody counts for this tenant, and what was counted meanwhile is seen.
        await db.EmailCounts.Where(c => c.TenantId == id).ExecuteDeleteAsync(ct);
        await db.EventCounts.Where(c => c.TenantId == id).ExecuteDeleteAsync(ct);
    }
}
