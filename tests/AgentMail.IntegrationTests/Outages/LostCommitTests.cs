using System.Diagnostics;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Wires;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>A connection that breaks during COMMIT leaves open whether it happened. Here that befalls one commit in five, of API and worker, and both may be true.</summary>
public sealed class LostCommitTests(IntegrationServers servers)
{
    private const int Every = 5;

    private static readonly byte[] Commit = [.. "Q\0\0\0\vCOMMIT\0"u8];
    private static readonly TimeSpan WhileItLasts = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task What_was_promised_is_kept_and_nothing_is_done_twice()
    {
        var broker = servers.RabbitMqAsync();
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        var redis = (await servers.RedisAsync()).ForInstallation();
        await using var wires = WiredEngines.To(new(database, (await broker).ForInstallation(), redis));
        await using var scene = await OutageScene.StartAsync(wires.Addresses, workers: 1);
        var (lost, unanswered) = (0, 0);

        var report = await scene.PlayAsync(
            "connections cut during COMMIT",
            async () =>
            {
                var commits = 0;
                wires.Database.Fate = said => said.Span.IndexOf(Commit) < 0 || Interlocked.Increment(ref commits) is var number && number % Every != 0
                    ? WireFate.Passes
                    : number % (2 * Every) == 0 ? Counted(ref lost, WireFate.Lost) : Counted(ref unanswered, WireFate.Unanswered);
                await ChangeAsync(scene.Installation.Admin);
            },
            () =>
            {
                wires.Database.Fate = _ => WireFate.Passes;
                return Task.CompletedTask;
            });

        Assert.All(report.Heard, answer => Assert.Equal(202, answer.Status));
        Assert.True(lost > 3 && unanswered > 3, $"{lost} commits never arrived, the answers of {unanswered} did not");
    }

    /// <summary>What is not a send has its one answer too, and it is never that something of ours went wrong.</summary>
    private static async Task ChangeAsync(HttpClient admin)
    {
        var since = Stopwatch.StartNew();
        for (var number = 0; since.Elapsed < WhileItLasts; number++)
        {
            var template = await admin.PutAsync($"/v1/templates/t-{number}", $$"""{"name":"T{{number}}","subject":"T","description":"T"}""");
            Assert.True(template.Status is 201 or 202, $"{template}");
            var key = await admin.PostAsync("/v1/api-keys", $$"""{"name":"K{{number}}","role":"monitor"}""");
            Assert.Equal(201, key.Status);
        }
    }

    private static WireFate Counted(ref int counter, WireFate fate)
    {
        Interlocked.Increment(ref counter);
        return fate;
    }
}
