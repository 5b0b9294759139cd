using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>An installation on a broker of its own, which its tests may do anything to.</summary>
public sealed class BrokerOutageFixture(IntegrationServers servers) : IAsyncLifetime
{
    private RabbitMqServer? _broker;
    private OutageScene? _scene;

    public RabbitMqServer Broker => _broker!;

    internal OutageScene Scene => _scene!;

    public async ValueTask InitializeAsync()
    {
        var starting = RabbitMqServer.StartNewAsync();
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        var redis = (await servers.RedisAsync()).ForInstallation();
        _broker = await starting;
        _scene = await OutageScene.StartAsync(new(database, _broker.ForInstallation(), redis), workers: 2);
    }

    public async ValueTask DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }
}
