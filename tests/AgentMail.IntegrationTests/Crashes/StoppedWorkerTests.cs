using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>SIGTERM: what an update, a scale-down or an operator sends first.</summary>
public sealed class StoppedWorkerTests(IntegrationServers servers)
{
    private const string InData = "in-data";
    private const string Waiting = "waiting";
    private const string ShuttingDown = "Application is shutting down";

    private static readonly TimeSpan LessThanALease = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_worker_that_is_asked_to_stop_ends_what_is_in_DATA_and_begins_nothing_more()
    {
        var (installation, _) = await Installations.WithoutWorkerAsync(servers);
        await using var installed = installation;
        await using var server = ScriptedSmtpServer.Start();
        var (admin, worker) = (installation.Admin, await installation.StartWorkerAsync());
        await Scene.SetUpAsync(admin, server, InData, Waiting);
        var hold = HeldPlaces.AfterTheFinalDot(server, InData);
        var inData = (await admin.SendAsync(InData))["id"]!;
        await hold.ReachedAsync(Scene.Patience);

        await worker.AskToStopAsync();
        await Eventually.TrueAsync(() => worker.Log.Contains(ShuttingDown, StringComparison.Ordinal), Scene.Patience);
        var waiting = (await admin.SendAsync(Waiting))["id"]!;
        var next = (await admin.SendAnotherAsync(InData))["id"]!;
        hold.Release();

        Assert.Equal(0, await worker.EndedAsync());
        Assert.Equal(Ending.Sent.History, await admin.HistoryAsync(inData));
        Assert.Equal(("queued", "queued"), (await admin.HistoryAsync(waiting), await admin.HistoryAsync(next)));
        Assert.Single(server.Deliveries);
        Assert.Equal(1, server.Sessions.Sum(s => s.Transactions.Count));

        // Its lanes were given back: nobody waits until leases run out.
        await installation.StartWorkerAsync();
        await admin.WaitForStatusAsync(waiting, "sent", LessThanALease);
        await admin.WaitForStatusAsync(next, "sent", LessThanALease);
        Assert.Equal(3, server.Deliveries.Count);
    }
}
