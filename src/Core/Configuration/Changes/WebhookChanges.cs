using AgentMail.Contracts.Commands;
using AgentMail.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of webhooks.</summary>
internal static class WebhookChanges
{
    /// <summary>Webhooks one tenant may have.</summary>
    public const int MaxPerTenant = 50;

    public static async Task<ChangeOutcome> SaveAsync(SaveWebhook command, ChangeContext context, CancellationToken ct)
    {
        var webhook = await FindAsync(context, command.Id, ct);
        if (command.ExpectedVersion is { } expected && expected != (webhook?.Version ?? 0))
            return ChangeOutcome.Stale(webhook?.Version ?? 0);
        // The caller was told a secret, or that the stored one stays, by what there was when it asked.
        if (webhook is null != command.SealedSecret is not null)
            return ChangeOutcome.Conflict($"Webhook '{command.Id}' was {(webhook is null ? "removed" : "created")} by another request meanwhile; look at it and repeat the change.");
        var created = webhook is null;
        if (webhook is null)
        {
            if (await RefuseAsync(command.Id, context, ct) is { } refusal)
                return refusal;
            context.Db.Webhooks.Add(webhook = new() { TenantId = context.TenantId, Id = command.Id, Url = "", SealedSecret = command.SealedSecret!, CreatedAt = context.Now });
        }
        webhook.Url = command.Url;
        webhook.Types = [.. command.Types];
        webhook.Enabled = command.Enabled;
        webhook.DisabledReason = command.Enabled ? null : webhook.DisabledReason;
        webhook.Version = context.Version;
        // Whoever mends an endpoint waits for no pause that it earned before.
        await WebhookRows.HurryAsync(context.Db, context.TenantId, command.Id, ct);
        return ChangeOutcome.Saved(created);
    }

    public static async Task<ChangeOutcome> RotateAsync(RotateWebhookSecret command, ChangeContext context, CancellationToken ct)
    {
        var webhook = await FindAsync(context, command.Id, ct);
        if (webhook is null)
            return ChangeOutcome.NotFound($"webhook '{command.Id}'");
        if (command.ExpectedVersion is { } expected && expected != webhook.Version)
            return ChangeOutcome.Stale(webhook.Version);
        var overlaps = command.PreviousValidForHours > 0;
        webhook.SealedPreviousSecret = overlaps ? webhook.SealedSecret : null;
        webhook.PreviousSecretUntil = overlaps ? context.Now.AddHours(command.PreviousValidForHours) : null;
        webhook.SealedSecret = command.SealedSecret;
        webhook.Version = context.Version;
        return ChangeOutcome.Saved(created: false);
    }

    public static async Task<ChangeOutcome> RemoveAsync(RemoveWebhook command, ChangeContext context, CancellationToken ct)
    {
        var webhook = await FindAsync(context, command.Id, ct);
        if (webhook is null)
            return ChangeOutcome.NotFound($"webhook '{command.Id}'");
        if (command.ExpectedVersion is { } expected && expected != webhook.Version)
            return ChangeOutcome.Stale(webhook.Version);
        context.Db.Webhooks.Remove(webhook);
        await WebhookRows.RemoveLaneAsync(context.Db, context.TenantId, command.Id, ct);
        // What is more than that goes with retention.
        await WebhookRows.RemoveDeliveriesAsync(context.Db, context.TenantId, command.Id, ct);
        return ChangeOutcome.Gone;
    }

    private static async Task<ChangeOutcome?> RefuseAsync(string id, ChangeContext context, CancellationToken ct)
    {
        if (await context.Db.Webhooks.CountAsync(w => w.TenantId == context.TenantId, ct) >= MaxPerTenant)
            return ChangeOutcome.Conflict($"There are {MaxPerTenant} webhooks already; remove one first.");
        // A webhook of this id that was removed: the new one must neither show nor call what was for that one.
        return await WebhookRows.RemoveDeliveriesAsync(context.Db, context.TenantId, id, ct)
            ? ChangeOutcome.Conflict($"Deliveries of an earlier webhook '{id}' are still being removed; try again in a minute, or take another id.")
            : null;
    }

    private static Task<Webhook?> FindAsync(ChangeContext context, string id, CancellationToken ct) =>
        context.Db.Webhooks.AsTracking().SingleOrDefaultAsync(w => w.TenantId == context.TenantId && w.Id == id, ct);
}
