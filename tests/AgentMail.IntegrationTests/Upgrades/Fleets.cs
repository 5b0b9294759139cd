using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Installation;

namespace AgentMail.IntegrationTests.Upgrades;

/// <summary>One installation amid an upgrade: processes of two releases on the same engines.</summary>
internal sealed class Fleets : IAsyncDisposable
{
    private readonly string _database;
    private readonly string _rabbitMq;
    private readonly string _redis;
    private ScaledOut? _present;

    private Fleets(string database, string rabbitMq, string redis, ScaledOut previous) =>
        (_database, _rabbitMq, _redis, Previous) = (database, rabbitMq, redis, previous);

    /// <summary>API and worker of the release before this one.</summary>
    public ScaledOut Previous { get; }

    /// <summary>API and worker of this release.</summary>
    public ScaledOut Present => _present!;

    /// <summary>The previous release alone, on the schema of its time.</summary>
    public static async Task<Fleets> StartPreviousAsync(IntegrationServers servers)
    {
        var (rabbitMq, redis) = ((await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation());
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        return new(database, rabbitMq, redis, await ScaledOut.StartAsync(database, rabbitMq, redis, workers: 1, release: Release.Previous));
    }

    /// <summary>The present release joins and brings the schema up to date.</summary>
    public async Task StartPresentAsync() => _present = await ScaledOut.StartAsync(_database, _rabbitMq, _redis, workers: 1);

    public async ValueTask DisposeAsync()
    {
        if (_present is not null)
            await _present.DisposeAsync();
        await Previous.DisposeAsync();
    }
}
