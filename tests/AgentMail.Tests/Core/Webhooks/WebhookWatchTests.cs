using System.Diagnostics.Metrics;
using AgentMail.Core.Telemetry;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit.Storage;
using AgentMail.TestKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_sees_what_waits_where_and_leaves_out_what_is_disabled()
    {
        var start = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(start);
        await using var db = await TestDatabase.OnSqliteAsync();
        var scene = new WebhookScene(db.Door, null, clock);
        foreach (var id in new[] { "idle", "good", "dead", "gone" })
            await scene.AddAsync(id, "https://crm.example.com/");
        await scene.DueAsync("dead", "em_a", "em_b");
        clock.Advance(TimeSpan.FromMinutes(5));
        await scene.DueAsync("good", "em_c");
        await scene.DueAsync("gone", "em_d", "em_e", "em_f");
        await scene.ChangeAsync("gone", w => (w.Enabled, w.DisabledReason) = (false, "410"));
        await db.AddAsync(new WebhookLane { TenantId = "default", WebhookId = "dead", Failures = 3, FailingSince = start });
        clock.Advance(TimeSpan.FromSeconds(2));

        var backlog = await Watch(db, clock).ReadAsync(Cancellation);

        Assert.Equal(new(3, start, start.AddMinutes(5), Healthy: 2, Failing: 1, Disabled: 1), backlog);
    }

    [Fact]
    public async Task Nothing_is_nothing()
    {
        await using var db = await TestDatabase.OnSqliteAsync();

        Assert.Equal(WebhookBacklog.None, await Watch(db, new FakeTimeProvider()).ReadAsync(Cancellation));
    }

    private static WebhookWatch Watch(TestDatabase db, TimeProvider clock)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new(db.Door, new WebhookMetrics(meters, clock), clock, NullLogger<WebhookWatch>.Instance);
    }
}
