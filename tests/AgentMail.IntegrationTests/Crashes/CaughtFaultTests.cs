using System.Security.Cryptography;
using System.Text.Json;
using AgentMail.Faults;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Crashes;
using AgentMail.TestKit.Installation;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>What <see cref="RandomKillTests"/> find worth: with a fault in the very same programs the same run finds it.</summary>
public sealed class CaughtFaultTests(IntegrationServers servers, ITestOutputHelper output)
{
    [Fact]
    public async Task A_202_before_the_commit_loses_mail()
    {
        await using var installation = await Embedded.StartAsync(settings: FaultSettings.Of(Fault.EarlyAnswer));

        var report = await RunAsync(installation, kills: 2, onlyAfterAnswers: true);

        Assert.True(report.Lost > 0, Line(report));
    }

    [Fact]
    public async Task Without_the_mark_mail_goes_out_twice()
    {
        await using var installation = await Embedded.StartAsync(settings: FaultSettings.Of(Fault.NoMark));

        var report = await RunAsync(installation, kills: 2);

        Assert.True(report.Duplicates > 0, Line(report));
    }

    [Fact]
    public async Task Without_leases_two_workers_send_the_same_mail()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var installation = await ScaledOut.StartAsync(
            database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers: 2, FaultSettings.Of(Fault.NoLease));

        // They need nobody to kill them: and while one starts anew, the other has the mail for itself.
        var report = await RunAsync(installation, kills: 0);

        Assert.True(report.Duplicates > 0, Line(report));
    }

    private async Task<CrashReport> RunAsync(IKillable installation, int kills, bool onlyAfterAnswers = false)
    {
        var report = await CrashRun.RunAsync(installation, new()
        {
            Emails = 200,
            Kills = kills,
            Seed = RandomNumberGenerator.GetInt32(int.MaxValue),
            OnlyAfterAnswers = onlyAfterAnswers,
            // The longer the sink takes, the more mail is open at a kill, and in two workers at once.
            SinkTakes = TimeSpan.FromMilliseconds(300),
        });
        output.WriteLine(Line(report));
        return report;
    }

    private static string Line(CrashReport report) => JsonSerializer.Serialize(report);
}
