using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Wires;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>An installation of which each way from a process to an engine or a mail server can fail by itself.</summary>
public sealed class NetworkFixture(IntegrationServers servers) : IAsyncLifetime
{
    private WiredEngines? _ofApi;
    private WiredEngines? _ofWorker;
    private OutageScene? _scene;

    internal OutageScene Scene => _scene!;

    /// <summary>By the two that it is between, such as <c>worker-SMTP</c>.</summary>
    internal Wire Between(string pair) => pair switch
    {
        "API-PostgreSQL" => _ofApi!.Database,
        "API-RabbitMQ" => _ofApi!.RabbitMq,
        "API-Redis" => _ofApi!.Redis,
        "worker-PostgreSQL" => _ofWorker!.Database,
        "worker-RabbitMQ" => _ofWorker!.RabbitMq,
        "worker-Redis" => _ofWorker!.Redis,
        "worker-SMTP" => Scene.Smtp,
        _ => throw new ArgumentOutOfRangeException(nameof(pair)),
    };

    public async ValueTask InitializeAsync()
    {
        var broker = servers.RabbitMqAsync();
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        var redis = (await servers.RedisAsync()).ForInstallation();
        var engines = new Engines(database, (await broker).ForInstallation(), redis);
        (_ofApi, _ofWorker) = (WiredEngines.To(engines), WiredEngines.To(engines));
        _scene = await OutageScene.StartAsync(_ofApi.Addresses, _ofWorker.Addresses, workers: 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
        foreach (var wires in new[] { _ofApi, _ofWorker })
        {
            if (wires is not null)
                await wires.DisposeAsync();
        }
    }
}
