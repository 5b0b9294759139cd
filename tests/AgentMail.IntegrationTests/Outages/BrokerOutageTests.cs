using AgentMail.TestKit.Http;
using AgentMail.TestKit.Outages;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>RabbitMQ is a doorbell: without it mail is accepted and leaves all the same, and it is listened to again by itself.</summary>
public sealed class BrokerOutageTests(BrokerOutageFixture fixture) : IClassFixture<BrokerOutageFixture>
{
    private const string NoRoom = "1000GB";
    private const string Room = "50MB";

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WithinTheTimeout = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan WhileItLasts = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Restarted() => AssertNobodyNoticed(await fixture.Scene.PlayAsync("RabbitMQ restarted", fixture.Broker.StopAsync, fixture.Broker.StartAsync));

    [Fact]
    public async Task Killed() => AssertNobodyNoticed(await fixture.Scene.PlayAsync("RabbitMQ killed", fixture.Broker.KillAsync, fixture.Broker.StartAsync));

    [Fact]
    public async Task Killed_and_all_its_data_gone() =>
        AssertNobodyNoticed(await fixture.Scene.PlayAsync("RabbitMQ erased", fixture.Broker.EraseAsync, fixture.Broker.StartAsync));

    [Fact]
    public async Task Back_without_the_user_that_we_are()
    {
        var report = await fixture.Scene.PlayAsync(
            "RabbitMQ refuses us",
            async () =>
            {
                await fixture.Broker.ControlAsync("change_password", RabbitMqServer.User, "another");
                await fixture.Broker.ControlAsync("close_all_connections", "--global", "for a test");
                await Task.Delay(WhileItLasts);
            },
            () => fixture.Broker.ControlAsync("change_password", RabbitMqServer.User, RabbitMqServer.User));

        AssertNobodyNoticed(report);
        Assert.Contains("ACCESS_REFUSED", fixture.Scene.Installation.Logs(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Under_disk_alarm() => PlayAlarmAsync("disk", "set_disk_free_limit", NoRoom, Room);

    [Fact(Explicit = true)]
    public Task Under_memory_alarm() => PlayAlarmAsync("memory", "set_vm_memory_high_watermark", "absolute 1MB", "absolute 1GB");

    [Fact]
    public async Task Processes_end_when_asked_to_while_it_is_under_alarm()
    {
        var installation = fixture.Scene.Installation;
        await fixture.Broker.ControlAsync("set_disk_free_limit", NoRoom);
        try
        {
            // Both have something to say to it.
            await installation.Admin.PutAsync("/v1/templates/alarm", """{"name":"Alarm","subject":"Alarm","description":"Alarm"}""");
            var (api, worker) = (installation.Api, installation.Workers[0]);
            await Task.WhenAll(api.AskToStopAsync(), worker.AskToStopAsync());
            Assert.Equal((0, 0), (await api.EndedAsync(), await worker.EndedAsync()));
        }
        finally
        {
            await fixture.Broker.ControlAsync("set_disk_free_limit", Room);
            await Task.WhenAll(installation.RestartApiAsync(), installation.ReplaceAsync(1));
        }
    }

    private async Task PlayAlarmAsync(string what, string setting, string alarming, string well)
    {
        var waited = TimeSpan.Zero;
        var report = await fixture.Scene.PlayAsync(
            $"RabbitMQ under {what} alarm",
            async () =>
            {
                await fixture.Broker.ControlAsync([setting, .. alarming.Split(' ')]);
                var asked = System.Diagnostics.Stopwatch.StartNew();
                var answer = await fixture.Scene.Installation.Admin.PutAsync("/v1/templates/alarm", """{"name":"Alarm","subject":"Alarm","description":"Alarm"}""");
                waited = asked.Elapsed;
                Assert.InRange(answer.Status, 200, 202);
                await Task.Delay(WhileItLasts);
            },
            () => fixture.Broker.ControlAsync([setting, .. well.Split(' ')]));

        AssertNobodyNoticed(report);
        Assert.InRange(waited, TimeSpan.Zero, WithinTheTimeout);
    }

    private static void AssertNobodyNoticed(OutageReport report)
    {
        Assert.All(report.Heard, answer => Assert.Equal(202, answer.Status));
        Assert.InRange(report.LongestWait, TimeSpan.Zero, AtOnce);
    }
}
