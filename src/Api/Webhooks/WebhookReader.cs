using AgentMail.Api.Paging;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Webhooks;

/// <summary>Reads webhooks with how their endpoints are doing.</summary>
internal sealed class WebhookReader(Database database, TimeProvider clock)
{
    public async Task<WebhookView?> FindAsync(string tenantId, string id, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Webhooks.SingleOrDefaultAsync(w => w.TenantId == tenantId && w.Id == id, ct) is { } webhook
            ? (await ViewsAsync(db, tenantId, [webhook], ct))[0]
            : null;
    }

    public async Task<Page<WebhookView>> ListAsync(string tenantId, PageRequest page, CancellationToken ct)
    {
        await using var db = database.Read();
        var webhooks = await db.Webhooks.Where(w => w.TenantId == tenantId).ToPageAsync(w => w.Id, page, ct);
        return new(await ViewsAsync(db, tenantId, webhooks.Items, ct), webhooks.NextCursor);
    }

    private async Task<IReadOnlyList<WebhookView>> ViewsAsync(AgentMailDb db, string tenantId, IReadOnlyList<Webhook> webhooks, CancellationToken ct)
    {
        var (now, ids) = (clock.GetUtcNow(), webhooks.Select(w => w.Id).ToList());
        var lanes = await db.WebhookLanes.Where(l => l.TenantId == tenantId && ids.Contains(l.WebhookId)).ToDictionaryAsync(l => l.WebhookId, ct);
        var pending = await db.WebhookDeliveries.Where(d => d.TenantId == tenantId && ids.Contains(d.WebhookId) && d.NextAttemptAt != null)
            .GroupBy(d => d.WebhookId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return [.. webhooks.Select(w => WebhookView.Of(w, lanes.GetValueOrDefault(w.Id), pending.GetValueOrDefault(w.Id), now))];
    }
}
