using AgentMail.Core.Events;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AgentMail.TestKit.Webhooks;

/// <summary>Webhooks and deliveries as rows: what is to be called, without the API and the log's readers.</summary>
/// <param name="database">Where they stand.</param>
/// <param name="sealer">Seals secrets; without it they do not open.</param>
/// <param name="clock">From when on they are due.</param>
/// <param name="tenantId">Whose they are.</param>
public sealed class WebhookScene(Database database, SecretSealer? sealer, TimeProvider clock, string tenantId = "default")
{
    // No event is of this type, so the log's own reader adds nothing to what a test has put in.
    private const string NoType = "nothing.happens";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<WebhookSecret> AddAsync(string id, string url)
    {
        var secret = WebhookSecret.New();
        var now = clock.GetUtcNow();
        await database.WriteAsync((tx, _) =>
        {
            tx.Db.Webhooks.Add(new()
            {
                TenantId = tenantId,
                Id = id,
                Url = url,
                Types = [NoType],
                SealedSecret = sealer is null ? "sealed" : secret.Seal(sealer, tenantId, id),
                CreatedAt = now,
            });
            return Task.CompletedTask;
        }, Cancellation);
        return secret;
    }

    public Task ChangeAsync(string id, Action<Webhook> change) => database.WriteAsync(
        async (tx, token) =>
        {
            change(await tx.Db.Webhooks.AsTracking().SingleAsync(w => w.TenantId == tenantId && w.Id == id, token));
            await tx.Db.SaveChangesAsync(token);
        }, Cancellation);

    /// <summary>Appends an event for each email to the log, and a delivery of it that is due; the ids of the events.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(string webhookId, params IReadOnlyList<string?> emails)
    {
        var now = clock.GetUtcNow();
        await database.WriteAsync((tx, _) =>
        {
            foreach (var email in emails)
                tx.Append(new(tenantId, "email.sent", now, $$"""{"emailId":"{{email}}","subject":"Grüße, für dich"}""", email));
            return Task.CompletedTask;
        }, Cancellation);
        await using var db = database.Read();
        var numbers = await db.Events.OrderByDescending(e => e.Number).Take(emails.Count).Select(e => e.Number).Order().ToListAsync(Cancellation);
        await database.WriteAsync((tx, _) =>
        {
            tx.Db.WebhookDeliveries.AddRange(numbers.Select((number, i) => Delivery(webhookId, number, emails[i], now)));
            return Task.CompletedTask;
        }, Cancellation);
        return numbers.ConvertAll(EventId.Format);
    }

    /// <summary>A delivery of an event that the log no longer has.</summary>
    public Task DueWithoutEventAsync(string webhookId) =>
        database.WriteAsync((tx, _) => { tx.Db.WebhookDeliveries.Add(Delivery(webhookId, 1_000_000, null, clock.GetUtcNow())); return Task.CompletedTask; }, Cancellation);

    /// <summary>Its deliveries, in the order of their events.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> OfAsync(string webhookId)
    {
        await using var db = database.Read();
        return await db.WebhookDeliveries.Where(d => d.TenantId == tenantId && d.WebhookId == webhookId).OrderBy(d => d.EventNumber).ToListAsync(Cancellation);
    }

    public async Task<int> CountAsync(string webhookId, WebhookDeliveryStatus status)
    {
        await using var db = database.Read();
        return await db.WebhookDeliveries.CountAsync(d => d.TenantId == tenantId && d.WebhookId == webhookId && d.Status == status, Cancellation);
    }

    public async Task<WebhookLane?> LaneAsync(string webhookId)
    {
        await using var db = database.Read();
        return await db.WebhookLanes.SingleOrDefaultAsync(l => l.TenantId == tenantId && l.WebhookId == webhookId, Cancellation);
    }

    public async Task<Webhook> WebhookAsync(string id)
    {
        await using var db = database.Read();
        return await db.Webhooks.SingleAsync(w => w.TenantId == tenantId && w.Id == id, Cancellation);
    }

    private WebhookDelivery Delivery(string webhookId, long number, string? email, DateTimeOffset now) => new()
    {
        Id = $"whd_{webhookId}_{number}",
        TenantId = tenantId,
        WebhookId = webhookId,
        EventNumber = number,
        MessageId = EventId.Format(number),
        EventType = "email.sent",
        EmailId = email,
        Status = WebhookDeliveryStatus.Pending,
        NextAttemptAt = now,
        CreatedAt = now,
        DueSince = now,
    };
}
