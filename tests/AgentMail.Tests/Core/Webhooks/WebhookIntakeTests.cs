using System.Text.Json;
using AgentMail.Core.Events;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Configuration;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookIntakeTests : ConfigurationTest
{
    private WebhookIntake Intake => new(Db.Door, Clock);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Desk.ApplyAsync(Change.Webhook("crm"));
        await Db.AddAsync(new EventDraft("acme", "email.sent", Clock.GetUtcNow(), "{}", "em_1").Numbered(7));
    }

    [Theory]
    [InlineData(WebhookDeliveryStatus.Delivered)]
    [InlineData(WebhookDeliveryStatus.Failed)]
    [InlineData(WebhookDeliveryStatus.Pending)]
    public async Task A_replayed_delivery_is_due_now_as_the_same_message_and_its_days_count_anew(WebhookDeliveryStatus status)
    {
        await Db.AddAsync(Delivery(status, attempt: 3));
        await Db.AddAsync(new WebhookLane { TenantId = "acme", WebhookId = "crm", Failures = 3, PausedUntil = Clock.GetUtcNow().AddDays(1) });
        Clock.Advance(TimeSpan.FromDays(2));

        var delivery = Due(await Intake.ReplayAsync("acme", "crm", "whd_1", Cancellation));

        Assert.Equal((WebhookDeliveryStatus.Pending, Clock.GetUtcNow(), Clock.GetUtcNow(), null), (delivery.Status, delivery.NextAttemptAt, delivery.DueSince, delivery.FinishedAt));
        Assert.Equal(("ev_0000000000007", 0, 503), (delivery.MessageId, delivery.Attempt, delivery.HttpStatus));
        await using var db = Db.Read();
        Assert.Null((await db.WebhookLanes.SingleAsync(Cancellation)).PausedUntil);
    }

    [Fact]
    public async Task What_is_not_there_or_anothers_is_missing()
    {
        await Db.AddAsync(Delivery(WebhookDeliveryStatus.Failed));

        Assert.True(Refused(await Intake.ReplayAsync("acme", "crm", "whd_2", Cancellation)).IsMissing);
        Assert.True(Refused(await Intake.ReplayAsync("acme", "desk", "whd_1", Cancellation)).IsMissing);
        Assert.True(Refused(await Intake.ReplayAsync("globex", "crm", "whd_1", Cancellation)).IsMissing);
        Assert.True(Refused(await Intake.TestAsync("globex", "crm", Cancellation)).IsMissing);
    }

    [Fact]
    public async Task A_disabled_endpoint_is_called_for_neither()
    {
        await Db.AddAsync(Delivery(WebhookDeliveryStatus.Failed));
        await Desk.ApplyAsync(Change.Webhook("crm", enabled: false, secret: null));

        foreach (var answer in new[] { await Intake.ReplayAsync("acme", "crm", "whd_1", Cancellation), await Intake.TestAsync("acme", "crm", Cancellation) })
        {
            Assert.False(Refused(answer).IsMissing);
            Assert.Contains("disabled", Refused(answer).Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_event_that_is_no_longer_kept_cannot_be_told_again()
    {
        await Db.AddAsync(Delivery(WebhookDeliveryStatus.Failed, eventNumber: 8));

        var refused = Refused(await Intake.ReplayAsync("acme", "crm", "whd_1", Cancellation));

        Assert.False(refused.IsMissing);
        Assert.Contains("no longer kept", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_has_the_shape_of_an_event_and_an_id_that_no_event_has()
    {
        var delivery = Due(await Intake.TestAsync("acme", "crm", Cancellation));

        var body = JsonSerializer.Deserialize<JsonElement>(delivery.Body!);
        Assert.Equal(["id", "type", "timestamp", "tenantId", "schemaVersion", "data"], body.EnumerateObject().Select(m => m.Name));
        Assert.StartsWith("ev_test_", delivery.MessageId, StringComparison.Ordinal);
        Assert.Equal((delivery.MessageId, "webhook.test", "acme"), (body.GetProperty("id").GetString(), body.GetProperty("type").GetString(), body.GetProperty("tenantId").GetString()));
        Assert.Equal("crm", body.GetProperty("data").GetProperty("webhookId").GetString());
        Assert.False(EventId.TryParse(delivery.MessageId, out _));
        Assert.Equal((null, Clock.GetUtcNow()), (delivery.EventNumber, delivery.NextAttemptAt));
        Assert.Equal(delivery.Id, Due(await Intake.ReplayAsync("acme", "crm", delivery.Id, Cancellation)).Id);
    }

    [Fact]
    public async Task Tests_that_wait_are_bounded()
    {
        for (var i = 0; i < WebhookIntake.MostTests; i++)
            Due(await Intake.TestAsync("acme", "crm", Cancellation));

        Assert.False(Refused(await Intake.TestAsync("acme", "crm", Cancellation)).IsMissing);
    }

    private static WebhookDelivery Due(WebhookIntakeResult answer) => Assert.IsType<WebhookIntakeResult.Due>(answer).Delivery;

    private static WebhookIntakeResult.Refused Refused(WebhookIntakeResult answer) => Assert.IsType<WebhookIntakeResult.Refused>(answer);

    private WebhookDelivery Delivery(WebhookDeliveryStatus status, int attempt = 0, long eventNumber = 7) => new()
    {
        Id = "whd_1",
        TenantId = "acme",
        WebhookId = "crm",
        EventNumber = eventNumber,
        MessageId = EventId.Format(eventNumber),
        EventType = "email.sent",
        EmailId = "em_1",
        Status = status,
        Attempt = attempt,
        HttpStatus = 503,
        NextAttemptAt = status == WebhookDeliveryStatus.Pending ? Clock.GetUtcNow().AddDays(3) : null,
        CreatedAt = Clock.GetUtcNow(),
        DueSince = Clock.GetUtcNow(),
        FinishedAt = status == WebhookDeliveryStatus.Pending ? null : Clock.GetUtcNow(),
    };
}
