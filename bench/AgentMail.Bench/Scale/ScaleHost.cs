using System.Diagnostics;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Bench.Scale;

/// <summary>The domain on a PostgreSQL database, without API, worker and bus: what they would call is called by the measurement.</summary>
internal sealed class ScaleHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ScaleHost(string database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { Args = [$"--ConnectionStrings:Database={database}"] });
        builder.Logging.ClearProviders();
        builder.Services.AddAgentMailCore(builder.Configuration);
        builder.Services.AddSingleton<IBusRings, NobodyHears>().AddSingleton<LaneBell>().AddSingleton<EmailAccounting>();
        _host = builder.Build();
    }

    /// <summary>From nothing until it is ready, with the schema looked at.</summary>
    public TimeSpan StartUp { get; private set; }

    public static async Task<ScaleHost> StartAsync(string database)
    {
        var watch = Stopwatch.StartNew();
        var host = new ScaleHost(database);
        await host._host.StartAsync();
        host.StartUp = watch.Elapsed;
        return host;
    }

    public IServiceProvider Services => _host.Services;

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private sealed class NobodyHears : IBusRings
    {
        public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;
    }
}
