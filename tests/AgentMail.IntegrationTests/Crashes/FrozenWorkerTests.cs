using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>A worker stands still past its leases (SIGSTOP: a suspended machine, a long pause) and wakes while another one works on its lanes.</summary>
public sealed class FrozenWorkerTests(IntegrationServers servers)
{
    private const string Before = "before";
    private const string Within = "within";
    private const string After = "after";
    private const string TakenOver = "The lease of lane";

    [Fact]
    public async Task A_worker_that_wakes_too_late_sends_nothing_and_writes_nothing()
    {
        var (installation, _) = await Installations.WithoutWorkerAsync(servers);
        await using var installed = installation;
        await using var server = ScriptedSmtpServer.Start();
        var (admin, frozen) = (installation.Admin, await installation.StartWorkerAsync());
        await Scene.SetUpAsync(admin, server, Before, Within, After);
        var before = await SendAsync(admin, Before, HeldPlaces.AfterSignIn(server, Before));
        var within = await SendAsync(admin, Within, HeldPlaces.InTheBody(server, Within), HeldPlaces.BigBytes);
        var after = await SendAsync(admin, After, HeldPlaces.AfterTheFinalDot(server, After));
        var itsSessions = server.Sessions;
        await frozen.FreezeAsync();

        // The next holder settles what was marked, and is itself in the middle of what was not when the first one wakes.
        var next = HeldPlaces.AfterTheFinalDot(server, Before);
        await installation.StartWorkerAsync();
        await admin.WaitForStatusAsync(within.Id, "uncertain", Scene.Patience);
        await admin.WaitForStatusAsync(after.Id, "uncertain", Scene.Patience);
        await next.ReachedAsync(Scene.Patience);
        foreach (var hold in (SmtpHold[])[before.Hold, within.Hold, after.Hold])
            hold.Release();
        await frozen.ThawAsync();
        await Eventually.TrueAsync(() => itsSessions.All(s => !s.IsOpen), Scene.Patience);
        await Eventually.TrueAsync(() => frozen.Log.Split(TakenOver).Length > itsSessions.Count, Scene.Patience);
        await frozen.AskToStopAsync();
        Assert.Equal(0, await frozen.EndedAsync());
        next.Release();

        await admin.WaitForStatusAsync(before.Id, "sent", Scene.Patience);
        Assert.Equal(Ending.SentByTheNext.History, await admin.HistoryAsync(before.Id));
        Assert.Single(server.DeliveriesOf(Before));
        Assert.Equal(Ending.UncertainAndThere.History, await admin.HistoryAsync(after.Id));
        Assert.Single(server.DeliveriesOf(After));
        // Whether the woken one was quicker to send the rest than to see that the lane is not its own: once at most.
        Assert.Equal(Ending.UncertainAndThere.History, await admin.HistoryAsync(within.Id));
        Assert.InRange(server.DeliveriesOf(Within).Count, 0, 1);
        Assert.Equal((2, 1, 1), (server.AttemptsOf(Before), server.AttemptsOf(Within), server.AttemptsOf(After)));
        Assert.Equal("0", await admin.UnaccountedAsync());
    }

    private static async Task<(string Id, SmtpHold Hold)> SendAsync(HttpClient admin, string agent, SmtpHold hold, int attachedBytes = 0)
    {
        var answer = await admin.SendAsync(agent, attachedBytes);
        await hold.ReachedAsync(Scene.Patience);
        return (answer["id"]!, hold);
    }
}
