using System.Text.Json.Nodes;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Workers come and go; mail does not.</summary>
public sealed class KilledWorkerTests(IntegrationServers servers)
{
    private const int Agents = 6;
    private const int Connections = 2;
    private const int EmailsPerAgent = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Mail_accepted_while_no_worker_lives_is_sent_by_the_next_one()
    {
        await using var installation = await StartAsync(workers: 1);
        await using var server = ScriptedSmtpServer.Start();
        await SetUpAsync(installation.Admin, server);

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

    [Fact]
    public async Task A_worker_killed_in_the_middle_loses_nothing_and_sends_nothing_twice()
    {
        await using var installation = await StartAsync(workers: 2);
        await using var server = ScriptedSmtpServer.Start();
        await SetUpAsync(installation.Admin, server);

        var ids = await SendAsync(installation.Admin);
        await server.WaitForDeliveriesAsync(ids.Count / 4, Patience);
        await installation.KillWorkerAsync(0);

        var ended = new List<JsonNode>();
        foreach (var id in ids)
        {
            ended.Add(await Eventually.BecomesAsync(
                async () => JsonNode.Parse((await installation.Admin.ReadAsync($"/v1/emails/{id}")).Text)!,
                email => (string?)email["status"] is "sent" or "uncertain", Patience));
        }

        var delivered = server.Deliveries.Select(d => d.Parse().MessageId).ToList();
        Assert.Equal(delivered.Count, delivered.Distinct().Count());
        var uncertain = ended.Where(e => (string?)e["status"] == "uncertain").ToList();
        Assert.True(uncertain.Count <= Agents * Connections, $"{uncertain.Count} uncertain");
        Assert.All(ended.Except(uncertain), e => Assert.Contains(((string)e["messageId"]!).Trim('<', '>'), delivered));
    }

    private async Task<ScaledOut> StartAsync(int workers)
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        return await ScaledOut.StartAsync(database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).Configuration, workers);
    }

    private static async Task SetUpAsync(HttpClient admin, ScriptedSmtpServer server)
    {
        await admin.PutAsync("/v1/servers/sink", new
        {
            name = "Sink",
            host = server.Host,
            port = server.Port,
            security = "none",
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
            limits = new { maxConnections = Connections },
        });
        for (var i = 0; i < Agents; i++)
        {
            await admin.PutAsync($"/v1/agents/agent-{i}", new { displayName = $"Agent {i}", enabled = true, serverId = "sink", @override = true });
            await admin.PutAsync($"/v1/agents/agent-{i}/profile", new { workplaceEmail = $"agent-{i}@acme.example", emailPassword = "s3cret" });
        }
    }

    private static async Task<IReadOnlyList<string>> SendAsync(HttpClient admin)
    {
        var items = Enumerable.Range(0, Agents * EmailsPerAgent).Select(i => new
        {
            sender = new { agentId = $"agent-{i % Agents}" },
            to = new[] { $"nr-{i}@example.net" },
            subject = $"Nr. {i}",
            text = "Hello",
        });
        var answer = await admin.PostAsync("/v1/emails/batch", new { items });
        return [.. answer["items"]!.AsArray().Select(item => (string)item!["id"]!)];
    }
}
