using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Workers come and go; mail does not.</summary>
public sealed class KilledWorkerTests(IntegrationServers servers)
{
    private const int Emails = 60;

    [Fact]
    public async Task Mail_accepted_while_no_worker_lives_is_sent_by_the_next_one()
    {
        var (database, rabbitMq, redis) = (await (await servers.PostgresAsync()).CreateDatabaseAsync(), await servers.RabbitMqAsync(), await servers.RedisAsync());
        await using var installation = await ScaledOut.StartAsync(database, rabbitMq.ConnectionString, redis.Configuration, workers: 1);
        var admin = installation.Admin;
        await admin.PutAsync("/v1/agents/kay", new { displayName = "Kay", enabled = true, channels = Array.Empty<string>() });
        await admin.PutAsync("/v1/agents/kay/profile", new { workplaceEmail = "kay@acme.example" });

        await installation.KillWorkerAsync(0);
        var ids = new List<string>();
        for (var i = 0; i < Emails; i++)
        {
            var answer = await admin.PostAsync("/v1/emails", new { sender = new { agentId = "kay" }, to = new[] { $"nr-{i}@example.net" }, subject = "Hi", text = "Hello" });
            ids.Add((string)answer["id"]!);
        }
        await installation.StartWorkerAsync();

        foreach (var id in ids)
        {
            var email = await admin.WaitForStatusAsync(id, "sent", TimeSpan.FromSeconds(60));
            Assert.Equal(1, (int)email["attempt"]!);
        }
    }
}
