using System.Diagnostics;
using AgentMail.TestKit.Crashes;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;

namespace AgentMail.Bench;

/// <summary>AgentMail's own processes, and in scaled mode the engines below them.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    private Installation()
    {
    }

    /// <summary>AgentMail's own.</summary>
    public IKillable Processes { get; private set; } = null!;

    public HttpClient Admin => Processes.Admin;

    /// <summary>From the start of AgentMail's processes, on an empty database, until they are ready; engines run before.</summary>
    public TimeSpan StartUp { get; private set; }

    public static async Task<Installation> StartAsync(bool scaled, int workers, IReadOnlyDictionary<string, string>? settings = null)
    {
        var installation = new Installation();
        try
        {
            await (scaled ? installation.StartScaledAsync(workers, settings) : installation.StartEmbeddedAsync(settings));
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task StartEmbeddedAsync(IReadOnlyDictionary<string, string>? settings)
    {
        var starting = Stopwatch.StartNew();
        var embedded = await Embedded.StartAsync(settings: settings);
        StartUp = starting.Elapsed;
        _parts.Push(embedded);
        Processes = embedded;
    }

    private async Task StartScaledAsync(int workers, IReadOnlyDictionary<string, string>? settings)
    {
        var postgres = await PostgresServer.StartNewDurableAsync();
        _parts.Push(postgres);
        var redis = await RedisServer.StartNewAsync();
        _parts.Push(redis);
        var rabbitMq = await RabbitMqServer.StartNewAsync();
        _parts.Push(rabbitMq);
        var database = await postgres.CreateDatabaseAsync();

        var starting = Stopwatch.StartNew();
        var scaled = await ScaledOut.StartAsync(database, rabbitMq.ConnectionString, redis.Configuration, workers, settings);
        StartUp = starting.Elapsed;
        _parts.Push(scaled);
        Processes = scaled;
    }
}
