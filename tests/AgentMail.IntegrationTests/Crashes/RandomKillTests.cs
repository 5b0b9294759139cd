using System.Security.Cryptography;
using System.Text.Json;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Crashes;
using AgentMail.TestKit.Installation;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>Whatever is killed whenever: nothing lost, nothing twice, nothing stuck. bench/README.md has the same with more of everything.</summary>
public sealed class RandomKillTests(IntegrationServers servers, ITestOutputHelper output)
{
    [Fact]
    public async Task One_process_on_an_embedded_database()
    {
        await using var installation = await Embedded.StartAsync();

        await AssertKeepsItsPromisesAsync(installation, emails: 240, kills: 3);
    }

    [Fact]
    public async Task An_api_and_two_workers()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var installation = await ScaledOut.StartAsync(
            database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers: 2);

        await AssertKeepsItsPromisesAsync(installation, emails: 240, kills: 3);
    }

    private async Task AssertKeepsItsPromisesAsync(IKillable installation, int emails, int kills)
    {
        var plan = new CrashPlan
        {
            Emails = emails,
            Kills = kills,
            Seed = RandomNumberGenerator.GetInt32(int.MaxValue),
            // Mail comes in faster than it can go out, so that each of so few kills finds some of it open.
            Mailboxes = 4,
            Connections = 2,
            SinkTakes = TimeSpan.FromMilliseconds(200),
        };
        var report = await CrashRun.RunAsync(installation, plan);

        output.WriteLine(JsonSerializer.Serialize(report));
        Assert.Empty(report.Problems);
        Assert.Equal((emails, kills), (report.Accepted, report.Kills.Values.Sum()));
        Assert.Equal(emails, report.Sent + report.Uncertain);
    }
}
