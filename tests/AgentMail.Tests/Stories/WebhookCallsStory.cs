using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories;

/// <summary>Endpoints are called with what happened, in order, until they have it; and each by itself.</summary>
public sealed class WebhookCallsStory : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AgentMailApp _app = new AgentMailApp()
        .With("AgentMail:Webhooks:FirstDelay", "00:00:00.300").With("AgentMail:Webhooks:Factor", "1").With("AgentMail:Webhooks:Jitter", "0");

    private WebhookScene _scene = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _scene = new(_app.Services.GetRequiredService<Database>(), _app.Services.GetRequiredService<SecretSealer>(), TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Each_event_arrives_signed_and_those_of_one_email_in_their_order()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        var secret = await _scene.AddAsync("crm", endpoint.Url);
        string?[] emails = [.. Enumerable.Range(0, 60).Select(i => i % 7 == 6 ? null : $"em_{i % 7}")];

        var ids = await _scene.DueAsync("crm", emails);

        await DeliveredAsync("crm", emails.Length);
        Assert.Equal(ids.Order(StringComparer.Ordinal), endpoint.Calls.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.All(endpoint.Calls, call =>
        {
            Assert.Equal(WebhookSignature.Of(call.Id, call.Headers["webhook-timestamp"], call.Body, [secret]), call.Headers["webhook-signature"]);
            Assert.Equal(call.Id, call.Json.GetProperty("id").GetString());
        });
        Assert.All(endpoint.Calls.GroupBy(c => c.Json.GetProperty("data").GetProperty("emailId").GetString()).Where(g => g.Key!.Length > 0),
            email => Assert.Equal(email.Select(c => c.Id).Order(StringComparer.Ordinal), email.Select(c => c.Id)));
        Assert.InRange(endpoint.MostAtOnce, 1, 8);
        var delivery = (await _scene.OfAsync("crm"))[0];
        Assert.Equal((1, 200, null, null, null), (delivery.Attempt, delivery.HttpStatus, delivery.Failure, delivery.Detail, delivery.NextAttemptAt));
        Assert.NotNull(delivery.FinishedAt);
    }

    [Fact]
    public async Task While_two_secrets_are_valid_both_sign()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        var before = await _scene.AddAsync("crm", endpoint.Url);
        var now = WebhookSecret.New();
        await _scene.ChangeAsync("crm", w => (w.SealedPreviousSecret, w.PreviousSecretUntil, w.SealedSecret) =
            (w.SealedSecret, TimeProvider.System.GetUtcNow().AddHours(1), now.Seal(_app.Services.GetRequiredService<SecretSealer>(), "default", "crm")));

        await _scene.DueAsync("crm", "em_a");

        await DeliveredAsync("crm", 1);
        var call = endpoint.Calls[0];
        Assert.Equal(WebhookSignature.Of(call.Id, call.Headers["webhook-timestamp"], call.Body, [now, before]), call.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task What_failed_is_called_again_with_the_same_id_until_it_is_taken()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => endpoint.Calls.Count < 3 ? CallPlay.Answer(500, "out of order") : CallPlay.Answer(204);
        await _scene.AddAsync("crm", endpoint.Url);

        var ids = await _scene.DueAsync("crm", "em_a");

        var waiting = await Eventually.BecomesAsync(async () => (await _scene.OfAsync("crm"))[0], d => d.Attempt == 1, Patience);
        Assert.Equal((WebhookDeliveryStatus.Pending, 500, "serverError"), (waiting.Status, waiting.HttpStatus, waiting.Failure));
        Assert.Contains("out of order", waiting.Detail, StringComparison.Ordinal);
        await DeliveredAsync("crm", 1);
        Assert.Equal([ids[0], ids[0], ids[0]], endpoint.Calls.Select(c => c.Id));
        Assert.Equal(3, (await _scene.OfAsync("crm"))[0].Attempt);
        Assert.Equal((0, null), ((await _scene.LaneAsync("crm"))!.Failures, (await _scene.LaneAsync("crm"))!.FailingSince));
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_disabled_and_called_no_more()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.Answer(410);
        await _scene.AddAsync("crm", endpoint.Url);

        await _scene.DueAsync("crm", "em_a", "em_b", "em_c");

        var webhook = await Eventually.BecomesAsync(() => _scene.WebhookAsync("crm"), w => !w.Enabled, Patience);
        Assert.Contains("410", webhook.DisabledReason, StringComparison.Ordinal);
        await Eventually.BecomesAsync(() => _scene.LaneAsync("crm"), lane => lane!.Owner is null, Patience);
        Assert.Equal("gone", (await _scene.OfAsync("crm"))[0].Failure);
        Assert.Equal(2, await _scene.CountAsync("crm", WebhookDeliveryStatus.Pending));
        Assert.Single(endpoint.Calls);
    }

    [Fact]
    public async Task Endpoints_that_hang_delay_no_other_and_no_mail()
    {
        await using var hanging = ScriptedEndpoint.Start();
        hanging.Plays = _ => CallPlay.Hang;
        await using var endpoint = ScriptedEndpoint.Start();
        for (var i = 0; i < 12; i++)
        {
            await _scene.AddAsync($"dead-{i}", hanging.Url);
            await _scene.DueAsync($"dead-{i}", [.. Enumerable.Repeat<string?>(null, 30)]);
        }
        await Eventually.TrueAsync(() => hanging.Calls.Count == 12, Patience);

        await _scene.AddAsync("crm", endpoint.Url);
        await _scene.DueAsync("crm", [.. Enumerable.Repeat<string?>(null, 100)]);
        await _app.Admin.PutAsync("/v1/agents/ben", new { displayName = "Ben", enabled = true, channels = Array.Empty<string>() });
        await _app.Admin.PutAsync("/v1/agents/ben/profile", new { workplaceEmail = "ben@acme.example" });
        var mail = await _app.Admin.PostAsync("/v1/emails", new { sender = new { agentId = "ben" }, to = new[] { "free@example.net" }, subject = "Hi", text = "Hello" });

        await DeliveredAsync("crm", 100);
        await _app.Admin.WaitForStatusAsync((string)mail["id"]!, "sent");
        // None of their calls had ended by then: each has one, and no more.
        Assert.Equal(12, hanging.Calls.Count);
    }

    [Fact]
    public async Task One_event_that_is_never_taken_holds_up_its_email_shortly_and_nothing_else()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        await _scene.AddAsync("crm", endpoint.Url);
        // The first event that this endpoint hears of.
        endpoint.Plays = call => call.Id == endpoint.Calls[0].Id ? CallPlay.Answer(422) : CallPlay.Answer(200);

        var ids = await _scene.DueAsync("crm", "em_a", "em_a", "em_b", null);

        await DeliveredAsync("crm", 3);
        var poison = ids[0];
        var calls = endpoint.Calls.Select(c => c.Id).ToList();
        Assert.InRange(calls.Take(calls.IndexOf(ids[1])).Count(id => id == poison), 3, 4);
        Assert.True(calls.IndexOf(ids[2]) < calls.LastIndexOf(poison) && calls.IndexOf(ids[3]) < calls.LastIndexOf(poison));
    }

    [Fact]
    public async Task An_event_that_is_no_longer_kept_ends_there()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        await _scene.AddAsync("crm", endpoint.Url);

        await _scene.DueWithoutEventAsync("crm");

        await Eventually.BecomesAsync(() => _scene.CountAsync("crm", WebhookDeliveryStatus.Failed), failed => failed == 1, Patience);
        Assert.Equal("eventGone", (await _scene.OfAsync("crm"))[0].Failure);
        Assert.Empty(endpoint.Calls);
    }

    private Task DeliveredAsync(string webhook, int count) =>
        Eventually.BecomesAsync(() => _scene.CountAsync(webhook, WebhookDeliveryStatus.Delivered), delivered => delivered == count, Patience, $"{webhook} has {count}");
}
