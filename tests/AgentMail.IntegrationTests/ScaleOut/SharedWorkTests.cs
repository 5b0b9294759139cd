using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Workers that join get their share of what is going on, and one that stops leaves it to the others; mail flows all the while.</summary>
public sealed class SharedWorkTests(IntegrationServers servers, ITestOutputHelper output)
{
    private const int Lanes = 60;

    // A few seconds where the machine has time.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Sixty_busy_lanes_spread_over_whoever_is_there()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var installation = await ScaledOut.StartAsync(
            database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers: 0);
        await using var holders = new LaneHolders(database);
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Reply("250 2.0.0 Ok").After(TimeSpan.FromMilliseconds(300))));
        var first = await installation.StartWorkerAsync();
        await Mailboxes.AddAsync(installation.Admin, server.Port, Lanes, connections: 1);
        await using var mail = new SteadyMail(installation.Admin, [.. Enumerable.Range(0, Lanes).Select(Mailboxes.Agent)], TimeSpan.FromSeconds(1));
        await Eventually.BecomesAsync(() => holders.CountsAsync(first), counts => counts is [Lanes], Patience);

        var second = await installation.StartWorkerAsync();
        await Eventually.BecomesAsync(() => holders.CountsAsync(first, second), counts => counts.Sum() == Lanes && counts.Min() >= 25, Soon);
        var third = await installation.StartWorkerAsync();
        await Eventually.BecomesAsync(() => holders.CountsAsync(first, second, third), counts => counts.Sum() == Lanes && counts.Min() >= 15, Soon);

        // A process that has just started is slow with its first mail.
        await Eventually.TrueAsync(() => third.Log.Contains("email.sent", StringComparison.Ordinal), Patience);

        var (theirs, stoppedAt) = (await holders.LanesOfAsync(first), TimeProvider.System.GetUtcNow());
        await first.AskToStopAsync();
        Assert.Equal(0, await first.EndedAsync());
        await Eventually.BecomesAsync(() => holders.CountsAsync(second, third), counts => counts.Sum() == Lanes && counts.Min() >= 25, Soon);
        var posted = await mail.EndAsync();
        await Eventually.BecomesAsync(holders.StatusesAsync, s => s.Count == 1 && s.GetValueOrDefault(EmailStatus.Sent) == posted, Patience);
        Assert.Equal((posted, posted), (server.Deliveries.Count, server.Deliveries.SelectMany(d => d.Recipients).Distinct().Count()));
        Assert.InRange(server.PeakConnections, 1, Lanes);
        var pauses = theirs.Select(lane => Pause(server, lane, stoppedAt)).Order().ToList();
        output.WriteLine($"Between two messages of a lane of the stopped worker passed {pauses[pauses.Count / 2]} s in the middle and {pauses[^1]} s at most.");
        // A second or two where the machine has time for it; on a busy one still less than what would be left of any lease.
        Assert.InRange(pauses[^1], 0, (LaneLease.Lifetime - LaneLease.Renewal).TotalSeconds);
    }

    /// <summary>Longest pause, in seconds, between two messages of a lane from when its holder was stopped.</summary>
    private static double Pause(ScriptedSmtpServer server, string lane, DateTimeOffset stoppedAt)
    {
        var account = Mailboxes.AddressOf(lane[(lane.LastIndexOf(':') + 1)..]);
        var times = server.Sessions.Where(s => s.SignedInAs == account).SelectMany(s => s.Transactions).Select(t => t.AnsweredAt).OfType<DateTimeOffset>().Order().ToList();
        return times.Zip(times.Skip(1)).Where(pair => pair.Second > stoppedAt).Select(pair => (pair.Second - pair.First).TotalSeconds).Max();
    }
}
