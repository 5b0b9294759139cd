using System.Text;
using System.Text.Json;
using AgentMail.Core.Events;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Webhooks;

/// <summary>Does what people ask to be done with deliveries: once more, and a test. Whoever calls the endpoint finds the row.</summary>
public sealed class WebhookIntake(Database database, TimeProvider clock)
{
    /// <summary>Tests of one webhook that may wait at a time.</summary>
    public const int MostTests = 10;

    private const string TestIdPrefix = "ev_test_";

    /// <summary>Makes the delivery due now, with the id it always had, whatever became of it before. Its calls and its days are counted anew.</summary>
    public Task<WebhookIntakeResult> ReplayAsync(string tenantId, string webhookId, string deliveryId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync((tx, token) => ReplayAsync(tx.Db, tenantId, webhookId, deliveryId, now, token), ct);
    }

    /// <summary>Sends the endpoint an event of type <c>webhook.test</c>.</summary>
    public Task<WebhookIntakeResult> TestAsync(string tenantId, string webhookId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (id, messageId) = (WebhookDeliveryId.New(now, 0), TestIdPrefix + CrockfordBase32.Encode(Guid.CreateVersion7(now)));
        return database.WriteAsync((tx, token) => TestAsync(tx.Db, NewTest(id, messageId, tenantId, webhookId, now), token), ct);
    }

    private static async Task<WebhookIntakeResult> ReplayAsync(AgentMailDb db, string tenantId, string webhookId, string deliveryId, DateTimeOffset now, CancellationToken ct)
    {
        if (await RefuseAsync(db, tenantId, webhookId, ct) is { } refusal)
            return refusal;
        var rows = db.WebhookDeliveries.AsNoTracking().Where(d => d.TenantId == tenantId && d.WebhookId == webhookId && d.Id == deliveryId);
        if (await rows.SingleOrDefaultAsync(ct) is not { } delivery)
            return WebhookIntakeResult.NoDelivery;
        if (delivery.EventNumber is { } number && !await db.Events.AnyAsync(e => e.Number == number && e.TenantId == tenantId, ct))
            return WebhookIntakeResult.EventGone;
        await rows.ExecuteUpdateAsync(
            s => s.SetProperty(d => d.Status, WebhookDeliveryStatus.Pending).SetProperty(d => d.Attempt, 0).SetProperty(d => d.NextAttemptAt, now)
                .SetProperty(d => d.DueSince, now).SetProperty(d => d.FinishedAt, (DateTimeOffset?)null), ct);
        await WebhookRows.HurryAsync(db, tenantId, webhookId, ct);
        return new WebhookIntakeResult.Due(await rows.SingleAsync(ct));
    }

    private static async Task<WebhookIntakeResult> TestAsync(AgentMailDb db, WebhookDelivery test, CancellationToken ct)
    {
        if (await RefuseAsync(db, test.TenantId, test.WebhookId, ct) is { } refusal)
            return refusal;
        // A commit whose answer was lost is repeated: the test is there by then.
        if (await db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == test.Id, ct) is { } stored)
            return new WebhookIntakeResult.Due(stored);
        var waiting = db.WebhookDeliveries.Where(d => d.TenantId == test.TenantId && d.WebhookId == test.WebhookId && d.NextAttemptAt != null && d.EventNumber == null);
        if (await waiting.CountAsync(ct) >= MostTests)
            return WebhookIntakeResult.TooManyTests;
        db.WebhookDeliveries.Add(test);
        await WebhookRows.HurryAsync(db, test.TenantId, test.WebhookId, ct);
        return new WebhookIntakeResult.Due(test);
    }

    private static async Task<WebhookIntakeResult?> RefuseAsync(AgentMailDb db, string tenantId, string webhookId, CancellationToken ct) =>
        await db.Webhooks.Where(w => w.TenantId == tenantId && w.Id == webhookId).Select(w => (bool?)w.Enabled).SingleOrDefaultAsync(ct) switch
        {
            null => WebhookIntakeResult.NoWebhook,
            false => WebhookIntakeResult.Disabled,
            true => null,
        };

    private static WebhookDelivery NewTest(string id, string messageId, string tenantId, string webhookId, DateTimeOffset now)
    {
        var data = new { webhookId, message = "A test that a person asked for. Nothing has happened." };
        var body = EventJson.Bytes(messageId, new EventDraft(tenantId, WebhookTypes.Test, now, JsonSerializer.Serialize(data, AgentMailJson.Options)));
        return new()
        {
            Id = id,
            TenantId = tenantId,
            WebhookId = webhookId,
            MessageId = messageId,
            EventType = WebhookTypes.Test,
            Body = Encoding.UTF8.GetString(body.Span),
            Status = WebhookDeliveryStatus.Pending,
            NextAttemptAt = now,
            CreatedAt = now,
            DueSince = now,
        };
    }
}
