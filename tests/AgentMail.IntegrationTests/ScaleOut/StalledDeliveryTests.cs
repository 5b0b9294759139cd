using System.Globalization;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Mail is due and nothing is consumed: whoever asks the API learns of it, and when it is over.</summary>
public sealed class StalledDeliveryTests(IntegrationServers servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Without_a_worker_that_works_readiness_is_degraded_until_there_is_one()
    {
        var metrics = Loopback.FreePort();
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var installation = await ScaledOut.StartAsync(
            database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers: 1, new Dictionary<string, string>
            {
                ["AgentMail__DeliveryWatch__StalledAfter"] = "00:00:03",
                ["AgentMail__Metrics__Port"] = metrics.ToString(CultureInfo.InvariantCulture),
            });
        await using var server = ScriptedSmtpServer.Start();
        await Mailboxes.AddAsync(installation.Admin, server.Port, 3);
        using var worker = new HttpClient { BaseAddress = new($"http://127.0.0.1:{metrics}") };
        await installation.Admin.WaitForStatusAsync(await SendAsync(installation, 0), "sent", Patience);
        await DeliveryBecomesAsync(installation, "healthy");
        Assert.True(await worker.MetricAsync("agentmail_attempts_total", "sent") >= 1, "The worker's page does not show what it sent.");

        await installation.KillWorkerAsync(0);
        var waiting = await SendAsync(installation, 1);
        var detail = await DeliveryBecomesAsync(installation, "degraded", words: "no worker is alive");
        Assert.Contains("Mail is due since", detail, StringComparison.Ordinal);
        Assert.Equal(1, await installation.Admin.MetricAsync("agentmail_delivery_stalled"));
        Assert.True(await installation.Admin.MetricAsync("agentmail_due_oldest_age_seconds") >= 3, "The age of the oldest is too low.");

        var next = await installation.StartWorkerAsync();
        await installation.Admin.WaitForStatusAsync(waiting, "sent", Patience);
        await DeliveryBecomesAsync(installation, "healthy");

        await next.FreezeAsync();
        waiting = await SendAsync(installation, 2);
        await DeliveryBecomesAsync(installation, "degraded");
        await next.ThawAsync();
        await installation.Admin.WaitForStatusAsync(waiting, "sent", Patience);
        await DeliveryBecomesAsync(installation, "healthy");
    }

    private static async Task<string> SendAsync(ScaledOut installation, int agent)
    {
        var answer = await installation.Admin.PostAsync("/v1/emails", new
        {
            sender = new { agentId = Mailboxes.Agent(agent) },
            to = new[] { "somebody@example.net" },
            subject = "Hello",
            text = "Hello",
        });
        return (string)answer["id"]!;
    }

    private static async Task<string> DeliveryBecomesAsync(ScaledOut installation, string status, string words = "")
    {
        var entry = await Eventually.BecomesAsync(
            async () => (await installation.Admin.ReadAsync("/health/ready")).Body.GetProperty("dependencies").GetProperty("delivery"),
            delivery => delivery.GetProperty("status").GetString() == status && (delivery.GetProperty("detail").GetString() ?? "").Contains(words, StringComparison.Ordinal),
            Patience, $"delivery {status} {words}");
        return entry.GetProperty("detail").GetString() ?? "";
    }
}
