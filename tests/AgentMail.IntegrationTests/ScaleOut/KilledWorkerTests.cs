using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Workers come and go; mail does not. Those that are killed amid their work: <see cref="Crashes.RandomKillTests"/>.</summary>
public sealed class KilledWorkerTests(IntegrationServers servers)
{
    private const int Agents = 6;
    private const int EmailsPerAgent = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Mail_accepted_while_no_worker_lives_is_sent_by_the_next_one()
    {
        await using var installation = await StartAsync(workers: 1);
        await using var server = ScriptedSmtpServer.Start();
        await Mailboxes.AddAsync(installation.Admin, server.Port, Agents);

        await installation.KillWorkerAsync(0);
        var ids = await SendAsync(installation.Admin);
        await installation.StartWorkerAsync();

        foreach (var id in ids)
        {
            var email = await installation.Admin.WaitForStatusAsync(id, "sent", Patience);
            Assert.Equal(1, (int)email["attempt"]!);
        }
        Assert.Equal(ids.Count, server.Deliveries.Count);
    }

    private async Task<ScaledOut> StartAsync(int workers)
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        return await ScaledOut.StartAsync(database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers);
    }

    private static async Task<IReadOnlyList<string>> SendAsync(HttpClient admin)
    {
        var items = Enumerable.Range(0, Agents * EmailsPerAgent).Select(i => new
        {
            sender = new { agentId = Mailboxes.Agent(i % Agents) },
            to = new[] { $"nr-{i}@example.net" },
            subject = $"Nr. {i}",
            text = "Hello",
        });
        var answer = await admin.PostAsync("/v1/emails/batch", new { items });
        return [.. answer["items"]!.AsArray().Select(item => (string?)item!["id"] ?? throw new HttpRequestException($"An email is not taken: {item}"))];
    }
}
