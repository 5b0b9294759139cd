using AgentMail.Core.Audit;
using AgentMail.Core.Configuration;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Webhooks;

/// <summary>What AgentMail itself changes of a webhook.</summary>
public sealed class WebhookStore(Database database, TimeProvider clock)
{
    /// <summary>Disables an endpoint that asked for it, and tells the audit trail; false when it was disabled or removed before.</summary>
    /// <param name="tenantId">Whose webhook.</param>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why, for the admin who will look.</param>
    /// <param name="ct">Gives up waiting.</param>
    public Task<bool> DisableAsync(string tenantId, string id, string reason, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var version = await ChangeCounter.NextAsync(tx.Db, tenantId, token);
            var webhook = await tx.Db.Webhooks.AsTracking().SingleOrDefaultAsync(w => w.TenantId == tenantId && w.Id == id && w.Enabled, token);
            if (webhook is null)
                return false;
            (webhook.Enabled, webhook.DisabledReason, webhook.Version) = (false, reason, version);
            new AuditTrail(tx.Db, tenantId, AuditActor.AgentMail, clock.GetUtcNow(), version).Record();
            await tx.Db.SaveChangesAsync(token);
            // Other work of the same commit must not meet rows tracked here.
            tx.Db.ChangeTracker.Clear();
            return true;
        }, ct);
}
