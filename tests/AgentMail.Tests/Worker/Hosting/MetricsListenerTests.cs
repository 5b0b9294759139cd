using System.Net;
using AgentMail.Core.Hosting;
using AgentMail.TestKit;
using AgentMail.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentMail.Tests.Worker.Hosting;

public sealed class MetricsListenerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmail-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    public async Task A_worker_with_a_port_serves_its_metrics_there(string? host)
    {
        var port = Loopback.FreePort();
        using var worker = Worker(("Port", $"{port}"), ("Host", host));
        await worker.StartAsync(Cancellation);

        using var scraper = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        var page = await scraper.GetStringAsync("/metrics", Cancellation);

        Assert.Contains("agentmail_unaccounted_emails", page, StringComparison.Ordinal);
        Assert.Contains("dotnet_process_cpu_time", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await scraper.GetAsync("/", Cancellation)).StatusCode);
        await worker.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_worker_without_a_port_serves_none_and_starts()
    {
        using var worker = Worker();

        await worker.StartAsync(Cancellation);
        await worker.StopAsync(Cancellation);
    }

    [Theory]
    [InlineData("Port", "0", "Port")]
    [InlineData("Port", "65536", "Port")]
    [InlineData("Host", "*/x", "AgentMail:Metrics:Host")]
    public async Task What_cannot_be_listened_at_ends_the_start_and_is_named(string setting, string value, string named)
    {
        using var worker = Worker(("Port", $"{Loopback.FreePort()}"), (setting, value));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => worker.StartAsync(Cancellation));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_the_start_and_is_named()
    {
        var port = Loopback.FreePort();
        using var first = Worker(("Port", $"{port}"));
        await first.StartAsync(Cancellation);
        using var second = Worker(("Port", $"{port}"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => second.StartAsync(Cancellation));

        Assert.Contains($"AgentMail:Metrics:Port is {port}", Assert.IsType<SettingsException>(error.InnerException).Message, StringComparison.Ordinal);
        await first.StopAsync(Cancellation);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IHost Worker(params (string Name, string? Value)[] metrics)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["AgentMail:DataDirectory"] = _folder.FullName;
        foreach (var (name, value) in metrics)
        {
            if (value is not null)
                builder.Configuration[$"AgentMail:Metrics:{name}"] = value;
        }
        builder.Services.AddAgentMailCore(builder.Configuration);
        builder.Services.AddMetricsListener(builder.Configuration);
        return builder.Build();
    }
}
