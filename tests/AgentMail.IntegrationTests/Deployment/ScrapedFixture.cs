using System.Text.RegularExpressions;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Deployment;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Deployment;

/// <summary>
/// An installation that has sent a little, asked by a real Prometheus with the files that compose gives it; only who is asked, and how
/// often, is put in its place.
/// </summary>
public sealed class ScrapedFixture(IntegrationServers servers) : IAsyncLifetime
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    public PrometheusServer Prometheus { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var starting = (RabbitMqServer.StartNewMeasuredAsync(), servers.PostgresAsync(), servers.RedisAsync());
        var broker = Keep(await starting.Item1);
        var workerPort = Loopback.FreePort();
        var settings = new Dictionary<string, string> { ["AgentMail__Metrics__Port"] = $"{workerPort}", ["AgentMail__Metrics__Host"] = "127.0.0.1" };
        var installation = Keep(await ScaledOut.StartAsync(
            await (await starting.Item2).CreateDatabaseAsync(), broker.ForInstallation(), (await starting.Item3).ForInstallation(), workers: 1, settings));

        var configuration = MonitoringFiles.Read("prometheus.yml");
        foreach (var (service, address) in new[] { ("api", installation.Address.Authority), ("worker", $"127.0.0.1:{workerPort}") })
            configuration = Discovery(service).Replace(configuration, $"static_configs:\n      - targets: [\"{address}\"]");
        configuration = configuration.Replace("rabbitmq:15692", broker.MetricsAddress, StringComparison.Ordinal).Replace("interval: 15s", "interval: 1s", StringComparison.Ordinal);
        Prometheus = Keep(await PrometheusServer.StartNewAsync(configuration, MonitoringFiles.Read("alerts.yml")));
        await SendAsync(installation.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private T Keep<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    // Twice, with a look of Prometheus in between: what has never happened has no line, and a rate needs two.
    private async Task SendAsync(HttpClient admin)
    {
        var server = Keep(ScriptedSmtpServer.Start());
        await Mailboxes.AddAsync(admin, server.Port, count: 2);
        for (var round = 1; round <= 2; round++)
        {
            for (var agent = 0; agent < 2; agent++)
            {
                var answer = await admin.PostAsync("/v1/emails", new
                {
                    sender = new { agentId = Mailboxes.Agent(agent) },
                    to = new[] { "bob@example.net" },
                    subject = "Hi",
                    text = "Hello",
                });
                await admin.WaitForStatusAsync((string)answer["id"]!, "sent", TimeSpan.FromSeconds(30));
            }
            var sent = round * 2;
            await Eventually.BecomesAsync(
                () => Prometheus.QueryAsync($"sum(agentmail_attempts_total{{status=\"sent\"}}) >= {sent}"), found => found.GetArrayLength() == 1, TimeSpan.FromSeconds(20));
        }
    }

    private static Regex Discovery(string service) => new($@"dns_sd_configs:\s+- names: \[{service}\]\s+type: A\s+port: \d+\s+refresh_interval: \w+");
}
