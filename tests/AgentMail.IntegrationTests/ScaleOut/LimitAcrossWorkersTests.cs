using AgentMail.Core.Storage;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>A mailbox's limit per minute is the mailbox's, whichever worker sends.</summary>
public sealed class LimitAcrossWorkersTests(IntegrationServers servers)
{
    private const int PerMinute = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_takes_over_in_the_middle_of_a_minute_sends_what_is_left_of_it()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var installation = await ScaledOut.StartAsync(
            database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers: 1);
        await using var core = new ProcessServices(database);
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("250 2.1.0 Ok").After(gate.Task), (session, _) => session.Transactions.Count > 10));
        await SetUpAsync(installation.Admin, server);

        var began = TimeProvider.System.GetTimestamp();
        await SendAsync(installation.Admin);
        await server.WaitForDeliveriesAsync(10, Patience);
        await installation.KillWorkerAsync(0);
        // It is dead for sure, so nobody need wait until its lease has run out.
        await core.Get<Database>().WriteAsync((tx, ct) => tx.Db.Lanes.ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), ct), Cancellation);
        gate.SetResult();
        await installation.StartWorkerAsync();

        // One may have been on its way when the worker died, and its place is used all the same.
        await server.WaitForDeliveriesAsync(PerMinute - 1, Patience);
        await PassSweepsAsync(installation.Admin);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(55), "Too slow to tell.");
        Assert.InRange(server.Deliveries.Count(d => d.SignedInAs == "ann@acme.example"), PerMinute - 1, PerMinute);
    }

    private static async Task SetUpAsync(HttpClient admin, ScriptedSmtpServer server)
    {
        foreach (var (name, perMinute) in new[] { ("ann", (int?)PerMinute), ("bob", null) })
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
                limits = new { maxConnections = 1, messagesPerMinute = perMinute },
            });
            await admin.PutAsync($"/v1/agents/{name}", new { displayName = name, enabled = true, serverId = name, @override = true });
            await admin.PutAsync($"/v1/agents/{name}/profile", new { workplaceEmail = $"{name}@acme.example", emailPassword = "s3cret" });
        }
    }

    private static async Task SendAsync(HttpClient admin)
    {
        var items = Enumerable.Range(0, 2 * PerMinute).Select(i => new { sender = new { agentId = "ann" }, to = new[] { $"nr-{i}@example.net" }, subject = "Hi", text = "Hello" });
        await admin.PostAsync("/v1/emails/batch", new { items });
    }

    /// <summary>Mail of a neighbour that a sweep finds at its time.</summary>
    private static async Task PassSweepsAsync(HttpClient admin)
    {
        var answer = await admin.PostAsync("/v1/emails", new
        {
            sender = new { agentId = "bob" },
            to = new[] { "sweep@example.net" },
            subject = "Hi",
            text = "Hello",
            scheduledAt = TimeProvider.System.GetUtcNow().AddSeconds(3),
        });
        await admin.WaitForStatusAsync((string)answer["id"]!, "sent", Patience);
    }
}
