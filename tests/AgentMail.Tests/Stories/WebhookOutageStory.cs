using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit;
using AgentMail.TestKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories;

/// <summary>An endpoint that is down for hours or days, on a clock that is put forward.</summary>
public sealed class WebhookOutageStory : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ShiftedClock _clock = new();
    private readonly AgentMailApp _app;
    private WebhookScene _scene = null!;

    public WebhookOutageStory() => _app = new AgentMailApp { Clock = _clock }.With("AgentMail:AllowPrivateNetworks", "true");

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _scene = new(_app.Services.GetRequiredService<Database>(), _app.Services.GetRequiredService<SecretSealer>(), _clock);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_dead_endpoint_costs_one_call_per_pause_and_gets_everything_when_it_is_back()
    {
        const int Waiting = 400;
        var isDead = true;
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => isDead ? CallPlay.Answer(503) : CallPlay.Answer(200);
        await _scene.AddAsync("crm", endpoint.Url);

        await _scene.DueAsync("crm", [.. Enumerable.Repeat<string?>(null, Waiting)]);
        await PausedAsync(3);
        var before = endpoint.Calls.Count;
        for (var failures = 4; failures <= 6; failures++)
        {
            _clock.Advance(TimeSpan.FromMinutes(2));
            await PausedAsync(failures);
        }

        Assert.Equal((3, 6), (before, endpoint.Calls.Count));
        Assert.Equal(1, endpoint.MostAtOnce);
        isDead = false;
        _clock.Advance(TimeSpan.FromMinutes(10));
        await Eventually.BecomesAsync(() => _scene.CountAsync("crm", WebhookDeliveryStatus.Delivered), delivered => delivered == Waiting, Patience);
        Assert.Equal(Waiting + 6, endpoint.Calls.Count);
        Assert.True(endpoint.MostAtOnce > 1, "Everything flows at once again.");
    }

    [Fact]
    public async Task After_three_days_of_trying_it_is_given_up()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.Answer(500);
        await _scene.AddAsync("crm", endpoint.Url);
        await _scene.DueAsync("crm", "em_a");

        var delivery = await AfterAsync(1);
        while (delivery.NextAttemptAt is { } next)
        {
            Assert.InRange(next - delivery.DueSince, TimeSpan.Zero, TimeSpan.FromDays(3));
            _clock.Advance(next - _clock.GetUtcNow() + TimeSpan.FromSeconds(1));
            delivery = await AfterAsync(delivery.Attempt + 1);
        }

        Assert.Equal((WebhookDeliveryStatus.Failed, "serverError", 500), (delivery.Status, delivery.Failure, delivery.HttpStatus));
        Assert.InRange(delivery.Attempt, 13, 17);
        Assert.InRange(delivery.FinishedAt!.Value - delivery.DueSince, TimeSpan.FromDays(2.5), TimeSpan.FromDays(3));
    }

    [Fact]
    public async Task What_waited_for_three_days_behind_it_ends_too()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.Cut;
        await _scene.AddAsync("crm", endpoint.Url);
        await _scene.DueAsync("crm", [.. Enumerable.Repeat<string?>(null, 700)]);
        await PausedAsync(3);

        _clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(1));

        await Eventually.BecomesAsync(() => _scene.CountAsync("crm", WebhookDeliveryStatus.Failed), failed => failed >= 697, Patience);
        Assert.Equal("expired", (await _scene.OfAsync("crm"))[^1].Failure);
        Assert.InRange(endpoint.Calls.Count, 3, 6);
    }

    [Fact]
    public async Task Who_asks_for_rest_gets_it()
    {
        var isBusy = true;
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => isBusy ? CallPlay.Answer(429, "", ("Retry-After", "3600")) : CallPlay.Answer(200);
        await _scene.AddAsync("crm", endpoint.Url);
        await _scene.DueAsync("crm", null, null, null);
        var lane = await Eventually.BecomesAsync(() => _scene.LaneAsync("crm"), l => l?.PausedUntil is not null && l.Owner is null, Patience);

        Assert.InRange(lane!.PausedUntil!.Value - _clock.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
        Assert.Single(endpoint.Calls);
        isBusy = false;
        _clock.Advance(TimeSpan.FromHours(1));
        await Eventually.BecomesAsync(() => _scene.CountAsync("crm", WebhookDeliveryStatus.Delivered), delivered => delivered == 3, Patience);
    }

    private Task<WebhookDelivery> AfterAsync(int attempts) =>
        Eventually.BecomesAsync(async () => (await _scene.OfAsync("crm"))[0], d => d.Attempt == attempts, Patience, $"{attempts} calls");

    private Task<WebhookLane?> PausedAsync(int failures) =>
        Eventually.BecomesAsync(() => _scene.LaneAsync("crm"), lane => lane is { Owner: null, PausedUntil: not null } && lane.Failures == failures, Patience, $"paused after {failures}");
}
