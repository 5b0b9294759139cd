using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Retention;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Configuration;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Retention;

public sealed class WebhookRetentionTests : ConfigurationTest
{
    private const int Many = 3_000;

    private WebhookRetention Retention => new(Db.Door, Clock);

    [Theory]
    [InlineData(7, 7)]
    [InlineData(90, 30)]
    public async Task Deliveries_go_as_their_events_do_and_after_thirty_days_at_the_latest(int eventDays, int keptDays)
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));
        await AddAsync("crm", 1, WebhookDeliveryStatus.Delivered);
        Clock.Advance(TimeSpan.FromHours(1));
        await AddAsync("crm", 2, WebhookDeliveryStatus.Failed);

        Clock.Advance(TimeSpan.FromDays(keptDays) - TimeSpan.FromMinutes(30));
        Assert.Equal(1, await Retention.RemoveAsync(Acme(eventDays), Many, Cancellation));

        Assert.Equal(["crm 2"], await RowsAsync());
        Assert.Equal(0, await Retention.RemoveAsync(Acme(eventDays), Many, Cancellation));
    }

    [Fact]
    public async Task What_a_person_asked_for_again_waits_for_its_call()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));
        await AddAsync("crm", 1, WebhookDeliveryStatus.Pending, replayedAfter: TimeSpan.FromDays(29));
        await AddAsync("crm", 2, WebhookDeliveryStatus.Pending);
        Clock.Advance(TimeSpan.FromDays(31));

        await Retention.RemoveAsync(Acme(90), Many, Cancellation);

        Assert.Equal(["crm 1"], await RowsAsync());
    }

    [Fact]
    public async Task Another_tenant_keeps_its_own_and_a_batch_has_as_many_as_were_asked_for()
    {
        await Desk.ApplyAllAsync(Change.Webhook("crm"), Change.Webhook("desk"));
        foreach (var webhook in new[] { "crm", "desk" })
        {
            for (var i = 1; i <= 3; i++)
                await AddAsync(webhook, i, WebhookDeliveryStatus.Delivered);
        }
        Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(0, await Retention.RemoveAsync(Acme(90) with { TenantId = "globex" }, Many, Cancellation));
        Assert.Equal(2, await Retention.RemoveAsync(Acme(90), 2, Cancellation));
        Assert.Equal(["crm 3", "desk 1", "desk 2", "desk 3"], await RowsAsync());
        Assert.Equal(1, await Retention.RemoveAsync(Acme(90), Many, Cancellation));
        Assert.Equal(3, await Retention.RemoveAsync(Acme(90), Many, Cancellation));
        Assert.Equal(0, await Retention.RemoveAsync(Acme(90), Many, Cancellation));
    }

    [Fact]
    public async Task A_removed_webhook_takes_its_deliveries_and_its_lane_along()
    {
        await Desk.ApplyAllAsync(Change.Webhook("crm"), Change.Webhook("desk"));
        await AddAsync("crm", 1, WebhookDeliveryStatus.Pending);
        await AddAsync("desk", 2, WebhookDeliveryStatus.Pending);
        await Db.AddAsync(new WebhookLane { TenantId = "acme", WebhookId = "crm" });

        await Desk.ApplyAsync(new RemoveWebhook("crm", null));

        Assert.Equal(["desk 2"], await RowsAsync());
        await using var db = Db.Read();
        Assert.Empty(await db.WebhookLanes.ToListAsync(Cancellation));
    }

    /// <summary>The new one must neither show nor call what was for the old one, and no change may take as long as a million rows do.</summary>
    [Fact]
    public async Task More_than_a_change_removes_goes_with_retention_and_its_id_is_free_after_that()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));
        await Db.AddAsync([.. Enumerable.Range(1, 6_001).Select(i => (object)Delivery("crm", i, WebhookDeliveryStatus.Pending, null))]);

        await Desk.ApplyAsync(new RemoveWebhook("crm", null));
        Assert.Equal(4_001, (await RowsAsync()).Count);
        AssertRefused(await Desk.TryAsync(Change.Webhook("crm")), ConfigurationOutcome.Conflict, "", "still being removed");

        Assert.Equal(2_001, await Retention.RemoveAsync(Acme(90), Many, Cancellation));
        Assert.Empty(await RowsAsync());
        await Desk.ApplyAsync(Change.Webhook("crm"));
    }

    private static RetentionPeriods Acme(int eventDays) => new("acme", BodyDays: 1, eventDays);

    private Task AddAsync(string webhookId, long number, WebhookDeliveryStatus status, TimeSpan? replayedAfter = null) =>
        Db.AddAsync(Delivery(webhookId, number, status, replayedAfter));

    private WebhookDelivery Delivery(string webhookId, long number, WebhookDeliveryStatus status, TimeSpan? replayedAfter) => new()
    {
        Id = WebhookDeliveryId.New(Clock.GetUtcNow(), number),
        TenantId = "acme",
        WebhookId = webhookId,
        EventNumber = number,
        MessageId = $"ev_{number}",
        EventType = "email.sent",
        Status = status,
        NextAttemptAt = status == WebhookDeliveryStatus.Pending ? Clock.GetUtcNow() : null,
        CreatedAt = Clock.GetUtcNow(),
        DueSince = Clock.GetUtcNow() + (replayedAfter ?? TimeSpan.Zero),
        FinishedAt = status == WebhookDeliveryStatus.Pending ? null : Clock.GetUtcNow(),
    };

    private async Task<List<string>> RowsAsync()
    {
        await using var db = Db.Read();
        return await db.WebhookDeliveries.OrderBy(d => d.WebhookId).ThenBy(d => d.EventNumber).Select(d => d.WebhookId + " " + d.EventNumber).ToListAsync(Cancellation);
    }
}
