using AgentMail.Core.Webhooks;
using AgentMail.TestKit.Storage;
using AgentMail.TestKit.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookLaneStoreTests : IAsyncLifetime
{
    private const string Tenant = "default";

    private readonly FakeTimeProvider _clock = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private TestDatabase _db = null!;
    private WebhookScene _scene = null!;
    private WebhookLaneStore _lanes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.OnSqliteAsync();
        _scene = new(_db.Door, null, _clock);
        _lanes = new(_db.Door, _clock);
        await _scene.AddAsync("crm", "https://crm.example.com/");
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    [Fact]
    public async Task One_worker_holds_an_endpoint_until_its_lease_has_run_out()
    {
        var first = await AcquireAsync("w1");
        Assert.Null(await AcquireAsync("w2"));

        _clock.Advance(WebhookLease.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal([(Tenant, "crm")], await _lanes.RenewAsync("w1", Cancellation));
        _clock.Advance(WebhookLease.Lifetime);
        Assert.Null(await AcquireAsync("w2"));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True((await AcquireAsync("w2"))!.Fence > first!.Fence);
        Assert.Empty(await _lanes.RenewAsync("w1", Cancellation));
    }

    [Fact]
    public async Task What_is_given_back_is_free_and_what_was_lost_cannot_be_given_back()
    {
        var lost = (await AcquireAsync("w1"))!;
        _clock.Advance(TimeSpan.FromHours(1));
        var held = (await AcquireAsync("w2"))!;

        await _lanes.ReleaseAsync(lost, Cancellation);
        Assert.Null(await AcquireAsync("w1"));
        await _lanes.ReleaseAsync(held, Cancellation);
        Assert.NotNull(await AcquireAsync("w1"));
    }

    [Fact]
    public async Task Under_an_older_fence_nothing_is_written()
    {
        await _scene.DueAsync("crm", "em_a");
        var lost = (await AcquireAsync("w1"))!;
        _clock.Advance(TimeSpan.FromHours(1));
        var held = (await AcquireAsync("w2"))!;
        var delivery = (await _scene.OfAsync("crm"))[0];
        WebhookResult[] taken = [new(delivery, WebhookAnswer.Of(200), _clock.GetUtcNow(), TimeSpan.FromMilliseconds(12), null, _clock.GetUtcNow())];

        Assert.False(await _lanes.WriteAsync(lost, new(9, null, null), taken, Cancellation));
        Assert.Equal((WebhookDeliveryStatus.Pending, 0), ((await _scene.OfAsync("crm"))[0].Status, (await _scene.LaneAsync("crm"))!.Failures));

        Assert.True(await _lanes.WriteAsync(held, WebhookHealth.Good, taken, Cancellation));
        var written = (await _scene.OfAsync("crm"))[0];
        Assert.Equal((WebhookDeliveryStatus.Delivered, 1, 12, _clock.GetUtcNow()), (written.Status, written.Attempt, written.DurationMs, written.FinishedAt));
    }

    [Fact]
    public async Task A_delivery_that_was_begun_anew_meanwhile_keeps_what_it_has()
    {
        await _scene.DueAsync("crm", "em_a");
        var lease = (await AcquireAsync("w1"))!;
        var before = (await _scene.OfAsync("crm"))[0];
        before.Attempt = 4;

        Assert.True(await _lanes.WriteAsync(lease, WebhookHealth.Good, [new(before, WebhookAnswer.Of(200), _clock.GetUtcNow(), default, null, _clock.GetUtcNow())], Cancellation));

        Assert.Equal(WebhookDeliveryStatus.Pending, (await _scene.OfAsync("crm"))[0].Status);
    }

    [Fact]
    public async Task An_endpoint_that_was_removed_is_nobodys() => Assert.Null(await _lanes.AcquireAsync(Tenant, "gone", "w1", Cancellation));

    [Fact]
    public async Task A_new_process_on_an_embedded_database_frees_everything()
    {
        await AcquireAsync("w1");
        await _lanes.ReleaseAllAsync(Cancellation);
        Assert.NotNull(await AcquireAsync("w2"));
    }

    private async Task<WebhookLease?> AcquireAsync(string worker) => (await _lanes.AcquireAsync(Tenant, "crm", worker, Cancellation))?.Lease;
}
