using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

public sealed class WebhookChangesTests : ConfigurationTest
{
    [Fact]
    public async Task Everything_that_was_said_is_stored()
    {
        var version = await Desk.ApplyAsync(Change.Webhook("crm", types: ["email.sent", "identity.*"]));

        var webhook = await WebhookAsync("crm");
        Assert.Equal(("https://crm.example.com/hooks", true, "sealed", version, Clock.GetUtcNow()), (webhook.Url, webhook.Enabled, webhook.SealedSecret, webhook.Version, webhook.CreatedAt));
        Assert.Equal(["email.sent", "identity.*"], webhook.Types);
    }

    [Fact]
    public async Task Replacing_keeps_the_secret_and_the_time_of_its_creation()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));
        var createdAt = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromHours(1));

        await Desk.ApplyAsync(Change.Webhook("crm", url: "https://crm.example.com/other", enabled: false, secret: null));

        var webhook = await WebhookAsync("crm");
        Assert.Equal(("https://crm.example.com/other", false, "sealed", createdAt), (webhook.Url, webhook.Enabled, webhook.SealedSecret, webhook.CreatedAt));
    }

    /// <summary>Its caller was shown a secret that would never sign, or none at all.</summary>
    [Theory]
    [InlineData(true, "created")]
    [InlineData(false, "removed")]
    public async Task Whoever_was_overtaken_is_told(bool exists, string words)
    {
        if (exists)
            await Desk.ApplyAsync(Change.Webhook("crm"));

        AssertRefused(await Desk.TryAsync(Change.Webhook("crm", secret: exists ? "another" : null)), ConfigurationOutcome.Conflict, "", words);
    }

    [Fact]
    public async Task There_are_fifty_at_most_and_those_can_be_changed()
    {
        for (var i = 0; i < 50; i++)
            await Desk.ApplyAsync(Change.Webhook($"hook-{i}"));

        AssertRefused(await Desk.TryAsync(Change.Webhook("one-more")), ConfigurationOutcome.Conflict, "", "50");
        await Desk.ApplyAsync(Change.Webhook("hook-7", enabled: false, secret: null));
    }

    [Fact]
    public async Task A_stale_change_is_refused()
    {
        var version = await Desk.ApplyAsync(Change.Webhook("crm"));
        await Desk.ApplyAsync(Change.Webhook("crm", secret: null, expected: version));

        AssertRefused(await Desk.TryAsync(Change.Webhook("crm", secret: null, expected: version)), ConfigurationOutcome.PreconditionFailed, "", "version");
        AssertRefused(await Desk.TryAsync(new RotateWebhookSecret("crm", "new", 24, version)), ConfigurationOutcome.PreconditionFailed, "", "version");
        AssertRefused(await Desk.TryAsync(new RemoveWebhook("crm", version)), ConfigurationOutcome.PreconditionFailed, "", "version");
    }

    [Fact]
    public async Task What_is_not_there_is_neither_rotated_nor_removed()
    {
        AssertRefused(await Desk.TryAsync(new RotateWebhookSecret("crm", "new", 24, null)), ConfigurationOutcome.NotFound, "", "crm");
        AssertRefused(await Desk.TryAsync(new RemoveWebhook("crm", null)), ConfigurationOutcome.NotFound, "", "crm");
    }

    [Fact]
    public async Task A_rotation_keeps_the_former_secret_for_as_long_as_was_asked()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));

        await Desk.ApplyAsync(new RotateWebhookSecret("crm", "second", 24, null));
        var webhook = await WebhookAsync("crm");
        Assert.Equal(("second", "sealed", Clock.GetUtcNow().AddDays(1)), (webhook.SealedSecret, webhook.SealedPreviousSecret, webhook.PreviousSecretUntil));

        await Desk.ApplyAsync(new RotateWebhookSecret("crm", "third", 0, null));
        webhook = await WebhookAsync("crm");
        Assert.Equal(("third", null, null), (webhook.SealedSecret, webhook.SealedPreviousSecret, webhook.PreviousSecretUntil));
    }

    [Fact]
    public async Task An_endpoint_that_disabled_itself_is_enabled_again_by_a_change()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));
        Assert.True(await new WebhookStore(Db.Door, Clock).DisableAsync("acme", "crm", "It answered 410.", Cancellation));
        Assert.False(await new WebhookStore(Db.Door, Clock).DisableAsync("acme", "crm", "It answered 410.", Cancellation));
        Assert.Equal((false, "It answered 410."), await StateAsync());

        await Desk.ApplyAsync(Change.Webhook("crm", enabled: false, secret: null));
        Assert.Equal((false, "It answered 410."), await StateAsync());

        await Desk.ApplyAsync(Change.Webhook("crm", secret: null));
        Assert.Equal((true, null), await StateAsync());
    }

    [Fact]
    public async Task A_change_ends_the_pause_of_an_endpoint_that_did_not_answer()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));
        await Db.AddAsync(new WebhookLane { TenantId = "acme", WebhookId = "crm", Failures = 3, PausedUntil = Clock.GetUtcNow().AddHours(1) });

        await Desk.ApplyAsync(Change.Webhook("crm", secret: null));

        await using var db = Db.Read();
        var lane = await db.WebhookLanes.SingleAsync(Cancellation);
        Assert.Equal((null, 3), (lane.PausedUntil, lane.Failures));
    }

    [Fact]
    public async Task What_AgentMail_did_by_itself_is_in_the_audit_trail()
    {
        await Desk.ApplyAsync(Change.Webhook("crm"));

        await new WebhookStore(Db.Door, Clock).DisableAsync("acme", "crm", "It answered 410.", Cancellation);

        await using var db = Db.Read();
        var entry = await db.AuditEntries.OrderBy(a => a.Id).LastAsync(Cancellation);
        Assert.Equal(("/v1/webhooks/crm", "AgentMail", "", (await WebhookAsync("crm")).Version), (entry.Resource, entry.KeyName, entry.KeyId, entry.Version));
        Assert.Equal(["enabled"], entry.Fields);
    }

    private async Task<Webhook> WebhookAsync(string id)
    {
        await using var db = Db.Read();
        return await db.Webhooks.SingleAsync(w => w.TenantId == "acme" && w.Id == id, Cancellation);
    }

    private async Task<(bool Enabled, string? Reason)> StateAsync() => await WebhookAsync("crm") is var webhook ? (webhook.Enabled, webhook.DisabledReason) : default;
}
