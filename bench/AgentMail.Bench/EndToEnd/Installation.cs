using System.Diagnostics;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;

namespace AgentMail.Bench.EndToEnd;

/// <summary>AgentMail's own processes, and in scaled mode the engines below them.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    private Installation()
    {
    }

    public HttpClient Admin { get; private set; } = null!;

    /// <summary>From the start of AgentMail's processes, on an empty database, until they are ready; engines run before.</summary>
    public TimeSpan StartUp { get; private set; }

    public static async Task<Installation> StartAsync(EndToEndOptions options)
    {
        var installation = new Installation();
        try
        {
            await (options.Scaled ? installation.StartScaledAsync(options.Workers) : installation.StartEmbeddedAsync());
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

    private async Task StartEmbeddedAsync()
    {
        var starting = Stopwatch.StartNew();
        var embedded = await Embedded.StartAsync();
        StartUp = starting.Elapsed;
        _parts.Push(embedded);
        Admin = embedded.Admin;
    }

    private async Task StartScaledAsync(int workers)
    {
        var postgres = await PostgresServer.StartNewDurableAsync();
        _parts.Push(postgres);
        var redis = await RedisServer.StartNewAsync();
        _parts.Push(redis);
        var rabbitMq = await RabbitMqServer.StartNewAsync();
        _parts.Push(rabbitMq);
        var database = await postgres.CreateDatabaseAsync();

        var starting = Stopwatch.StartNew();
        var scaled = await ScaledOut.StartAsync(database, rabbitMq.ConnectionString, redis.Configuration, workers);
        StartUp = starting.Elapsed;
        _parts.Push(scaled);
        Admin = scaled.Admin;
    }
}
