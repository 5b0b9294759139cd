using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>What a mailbox's server counts stays within the mailbox's limits while workers join, are stopped and are killed around it.</summary>
public sealed class LimitsAmongWorkersTests(IntegrationServers servers, ITestOutputHelper output)
{
    private const int Connections = 3;
    private const int PerMinute = 30;
    private const int Others = 16;
    private const string Wide = "wide";
    private const string Metered = "metered";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Never_a_connection_too_many_and_never_a_message_too_many_in_a_minute()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var installation = await ScaledOut.StartAsync(
            database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers: 0);
        await using var holders = new LaneHolders(database);
        var slow = new SmtpScript().On(SmtpStep.FinalDot, Play.Reply("250 2.0.0 Ok").After(TimeSpan.FromMilliseconds(150)));
        await using var wide = ScriptedSmtpServer.Start(slow);
        await using var metered = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Reply("250 2.0.0 Ok").After(TimeSpan.FromMilliseconds(500))));
        await using var sink = ScriptedSmtpServer.Start(slow);
        var workers = new List<ProgramProcess> { await installation.StartWorkerAsync() };
        var (admin, agents) = (installation.Admin, Enumerable.Range(0, Others).Select(Mailboxes.Agent).ToList());
        await Mailboxes.AddAsync(admin, sink.Port, agents, connections: 1);
        await AddAsync(admin, wide, Wide, new { maxConnections = Connections });
        await AddAsync(admin, metered, Metered, new { maxConnections = 2, messagesPerMinute = PerMinute });
        await using var mail = new SteadyMail(admin, [.. agents, .. Enumerable.Repeat(Wide, 12), Metered, Metered, Metered], TimeSpan.FromMilliseconds(500));
        await wide.WaitForDeliveriesAsync(1, Patience);

        for (var i = 0; i < 3; i++)
            workers.Add(await installation.StartWorkerAsync());
        await MovesAsync(holders, workers, wide);
        foreach (var agent in (string[])[Wide, Metered])
        {
            await StopHolderAsync(holders, workers, agent);
            workers.Add(await installation.StartWorkerAsync());
            await MovesAsync(holders, workers, wide);
        }
        await KillHolderAsync(holders, workers, Wide, wide);
        workers.Add(await installation.StartWorkerAsync());
        await MovesAsync(holders, workers, wide);
        await mail.EndAsync();

        output.WriteLine($"{wide.Deliveries.Count} messages over {wide.Sessions.Count} connections, {metered.Deliveries.Count} metered over {metered.Sessions.Count}");
        Assert.Equal(Connections, wide.PeakConnections);
        Assert.InRange(metered.PeakConnections, 1, 2);
        var times = metered.Sessions.SelectMany(s => s.Transactions).Select(t => t.AnsweredAt).OfType<DateTimeOffset>().Order().ToList();
        Assert.All(times, from => Assert.InRange(times.Count(t => t >= from && t < from.AddMinutes(1)), 1, PerMinute));
        Assert.InRange(times.Count, PerMinute - 2, int.MaxValue);
    }

    /// <summary>Mail of the wide mailbox goes out, over all its connections.</summary>
    private static async Task MovesAsync(LaneHolders holders, IReadOnlyList<ProgramProcess> workers, ScriptedSmtpServer wide)
    {
        var sent = wide.Deliveries.Count;
        await Eventually.BecomesAsync(() => holders.CountsAsync(workers), counts => counts.Min() >= 2, Patience);
        await Eventually.TrueAsync(() => wide.Deliveries.Count > sent + 10 && wide.OpenConnections == Connections, Patience);
    }

    private static async Task StopHolderAsync(LaneHolders holders, List<ProgramProcess> workers, string agent)
    {
        var holder = await HolderAsync(holders, workers, agent);
        await holder.AskToStopAsync();
        Assert.Equal(0, await holder.EndedAsync());
        workers.Remove(holder);
    }

    private static async Task KillHolderAsync(LaneHolders holders, List<ProgramProcess> workers, string agent, ScriptedSmtpServer server)
    {
        var holder = await HolderAsync(holders, workers, agent);
        await holder.KillAsync();
        workers.Remove(holder);
        await Eventually.TrueAsync(() => server.OpenConnections == 0, Patience);
        await holders.FreeAsync(holder);
    }

    private static async Task<ProgramProcess> HolderAsync(LaneHolders holders, List<ProgramProcess> workers, string agent) =>
        (await Eventually.BecomesAsync(() => holders.HolderAsync(agent, workers), holder => holder is not null, Patience))!;

    private static async Task AddAsync(HttpClient admin, ScriptedSmtpServer server, string name, object limits)
    {
        await admin.PutAsync($"/v1/servers/{name}", new
        {
            name,
            host = server.Host,
            port = server.Port,
            security = "none",
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
            limits,
        });
        await admin.PutAsync($"/v1/agents/{name}", new { displayName = name, enabled = true, serverId = name, @override = true });
        await admin.PutAsync($"/v1/agents/{name}/profile", new { workplaceEmail = $"{name}@acme.example", emailPassword = "s3cret" });
    }
}
