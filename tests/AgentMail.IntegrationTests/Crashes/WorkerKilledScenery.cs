using AgentMail.CrashPoints;
using AgentMail.IntegrationTests.ScaleOut;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>
/// One worker with an email at each place of a send, and each in a lane of its own, is killed by SIGKILL; another takes its lanes over
/// when their leases have run out. All at once, because a lease takes half a minute to run out.
/// </summary>
public sealed class WorkerKilledScenery(IntegrationServers servers) : IAsyncLifetime
{
    public const string SignedIn = "signed-in";
    public const string Body = "body";
    public const string Dot = "dot";
    public const string Claimed = "claimed";
    public const string Marked = "marked";
    public const string Settling = "settling";
    public const string Settled = "settled";

    private ScaledOut? _installation;
    private EventSubscription? _events;

    public HttpClient Admin => _installation!.Admin;

    public ScriptedSmtpServer Server { get; } = ScriptedSmtpServer.Start();

    /// <summary>Ids by agent.</summary>
    public Dictionary<string, string> Emails { get; } = [];

    /// <summary>Whether the event of the settled one had left when the worker died.</summary>
    public bool SettledWasTold { get; private set; }

    /// <summary>What the broker told of this agent's email; what is told again has the same id.</summary>
    public string Told(string agent) => string.Join(' ', _events!.Of(Emails[agent]).DistinctBy(e => (string?)e.Body["id"]).Select(e => e.RoutingKey.Split('.')[^1]));

    public async ValueTask InitializeAsync()
    {
        (_installation, var rabbitMq) = await Installations.WithoutWorkerAsync(servers);
        var worker = await _installation.StartWorkerAsync(obeying: true);
        await Scene.SetUpAsync(Admin, Server, SignedIn, Body, Dot, Claimed, Marked, Settling, Settled);
        _events = await EventSubscription.StartAsync(rabbitMq);

        var signedIn = await SendAsync(SignedIn, HeldPlaces.AfterSignIn);
        var body = await SendAsync(Body, HeldPlaces.InTheBody, HeldPlaces.BigBytes);
        var dot = await SendAsync(Dot, HeldPlaces.AfterTheFinalDot);
        await SendAsync(worker, Claimed, CrashPoint.Claimed);
        await SendAsync(worker, Marked, CrashPoint.Marked);
        await SendAsync(worker, Settling, CrashPoint.Settling);
        worker.Orders.Die(CrashPoint.Settled);
        await SendAsync(Settled);
        Assert.Equal(Scene.Killed, await worker.EndedAsync());
        SettledWasTold = Told(Settled).Contains("sent", StringComparison.Ordinal);

        foreach (var hold in (SmtpHold[])[signedIn, body, dot])
            hold.Release();
        await _installation.StartWorkerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
            await _events.DisposeAsync();
        if (_installation is not null)
            await _installation.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task<SmtpHold> SendAsync(string agent, Func<ScriptedSmtpServer, string, SmtpHold> place, int attachedBytes = 0)
    {
        var hold = place(Server, agent);
        await SendAsync(agent, attachedBytes);
        await hold.ReachedAsync(Scene.Patience);
        return hold;
    }

    private async Task SendAsync(ProgramProcess worker, string agent, CrashPoint point)
    {
        worker.Orders.Hold(point);
        await SendAsync(agent);
        await worker.ReachedAsync(point);
    }

    private async Task SendAsync(string agent, int attachedBytes = 0) => Emails[agent] = (await Admin.SendAsync(agent, attachedBytes))["id"]!;
}
