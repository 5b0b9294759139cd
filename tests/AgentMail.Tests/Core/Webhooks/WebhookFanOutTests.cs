using AgentMail.Core.Events;
using AgentMail.Core.Tenants;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Configuration;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookFanOutTests : ConfigurationTest
{
    private WebhookFanOut FanOut => new(Db.Door, Clock);

    [Fact]
    public async Task Each_enabled_endpoint_that_asked_for_it_is_to_be_told_in_the_order_of_the_log()
    {
        await Desk.ApplyAllAsync(
            Change.Webhook("all", types: ["*"]), Change.Webhook("sent", types: ["email.sent"]), Change.Webhook("people", types: ["identity.*"]), Change.Webhook("off", enabled: false));

        await FanOut.DealAsync([Event(1, "email.sent", "em_1"), Event(2, "profile.updated"), Event(3, "email.sent", "em_2")], Cancellation);

        var rows = await RowsAsync();
        Assert.Equal(["all 1 em_1", "sent 1 em_1", "all 2 ", "all 3 em_2", "sent 3 em_2"], rows.Select(d => $"{d.WebhookId} {d.EventNumber} {d.EmailId}"));
        Assert.All(rows, d => Assert.Equal(
            (WebhookDeliveryStatus.Pending, 0, Clock.GetUtcNow(), Clock.GetUtcNow(), Clock.GetUtcNow(), null, null),
            (d.Status, d.Attempt, d.NextAttemptAt, d.CreatedAt, d.DueSince, d.FinishedAt, d.Body)));
        Assert.Equal(["ev_0000000000001", "ev_0000000000002", "ev_0000000000003"], rows.Select(d => d.MessageId).Distinct());
        Assert.Equal("profile.updated", rows[2].EventType);
    }

    [Fact]
    public async Task A_batch_that_comes_again_in_part_or_whole_adds_nothing_twice()
    {
        await Desk.ApplyAllAsync(Change.Webhook("crm"), Change.Webhook("desk"));
        await FanOut.DealAsync([Event(1), Event(2)], Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(20));

        await FanOut.DealAsync([Event(1), Event(2)], Cancellation);
        await FanOut.DealAsync([Event(2), Event(3)], Cancellation);

        Assert.Equal([1, 1, 2, 2, 3, 3], (await RowsAsync()).Select(d => d.EventNumber!.Value));
    }

    [Fact]
    public async Task Another_tenants_endpoints_are_told_nothing()
    {
        await new TenantProvisioner(Db.Door, Clock).CreateAsync("globex", "Globex", "amk_9876543210fedcba", Cancellation);
        await DeskOf("globex").ApplyAsync(Change.Webhook("crm", types: ["*"]));
        await Desk.ApplyAsync(Change.Webhook("crm", types: ["*"]));

        await FanOut.DealAsync([Event(1), Event(2, tenantId: "globex"), Event(3)], Cancellation);

        Assert.Equal(["acme 1", "globex 2", "acme 3"], (await RowsAsync()).Select(d => $"{d.TenantId} {d.EventNumber}"));
    }

    [Fact]
    public async Task What_happened_before_an_endpoint_was_created_is_not_told()
    {
        var before = Event(1);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Desk.ApplyAsync(Change.Webhook("crm"));

        await FanOut.DealAsync([before, Event(2)], Cancellation);

        Assert.Equal([2], (await RowsAsync()).Select(d => d.EventNumber!.Value));
    }

    [Fact]
    public async Task A_disabled_endpoint_misses_what_happens_until_it_is_enabled_again()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));
        await FanOut.DealAsync([Event(1)], Cancellation);
        await Desk.ApplyAsync(Change.Webhook("crm", enabled: false, secret: null));
        await FanOut.DealAsync([Event(2)], Cancellation);
        await Desk.ApplyAsync(Change.Webhook("crm", secret: null));

        await FanOut.DealAsync([Event(3)], Cancellation);

        Assert.Equal([1, 3], (await RowsAsync()).Select(d => d.EventNumber!.Value));
    }

    [Fact]
    public async Task More_than_one_transaction_should_hold_is_dealt_out_whole()
    {
        for (var i = 0; i < 11; i++)
            await Desk.ApplyAsync(Change.Webhook($"hook-{i}"));

        Assert.Equal(1_100, await FanOut.DealAsync([.. Enumerable.Range(1, 100).Select(i => Event(i))], Cancellation));

        var rows = await RowsAsync();
        Assert.Equal(1_100, rows.Count);
        Assert.Equal(rows.Select(d => d.EventNumber).Order(), rows.Select(d => d.EventNumber));
    }

    private EventRow Event(long number, string type = "email.sent", string? emailId = null, string tenantId = "acme") =>
        new EventDraft(tenantId, type, Clock.GetUtcNow(), "{}", emailId).Numbered(number);

    private async Task<List<WebhookDelivery>> RowsAsync()
    {
        await using var db = Db.Read();
        return [.. (await db.WebhookDeliveries.ToListAsync(Cancellation)).OrderBy(d => d.EventNumber).ThenBy(d => d.WebhookId, StringComparer.Ordinal)];
    }
}
