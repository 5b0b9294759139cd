using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>An installation on a PostgreSQL of its own, which its tests may do anything to.</summary>
public sealed class DatabaseOutageFixture(IntegrationServers servers) : IAsyncLifetime
{
    private PostgresServer? _postgres;
    private OutageScene? _scene;

    public PostgresServer Postgres => _postgres!;

    internal OutageScene Scene => _scene!;

    public async ValueTask InitializeAsync()
    {
        var broker = servers.RabbitMqAsync();
        _postgres = await PostgresServer.StartNewAsync();
        var redis = (await servers.RedisAsync()).ForInstallation();
        _scene = await OutageScene.StartAsync(new(await _postgres.CreateDatabaseAsync(), (await broker).ForInstallation(), redis), workers: 2);
    }

    public async ValueTask DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }
}
