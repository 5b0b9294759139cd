using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>One installation with two workers on RabbitMQ, PostgreSQL and Redis, sending through Postfix; shared by the tests of a class.</summary>
public sealed class ScaledOutFixture(IntegrationServers servers) : IAsyncLifetime
{
    private ScaledOut? _installation;
    private PostfixServer? _postfix;
    private string? _rabbitMq;

    public ScaledOut Installation => _installation!;

    public PostfixServer Postfix => _postfix!;

    public string RabbitMq => _rabbitMq!;

    public async ValueTask InitializeAsync()
    {
        var rabbit = servers.RabbitMqAsync();
        var postgres = servers.PostgresAsync();
        var redis = servers.RedisAsync();
        _postfix = await servers.PostfixAsync();
        _rabbitMq = (await rabbit).ForInstallation();
        _installation = await ScaledOut.StartAsync(await (await postgres).CreateDatabaseAsync(), _rabbitMq, (await redis).ForInstallation(), workers: 2);
    }

    public async ValueTask DisposeAsync()
    {
        if (_installation is not null)
            await _installation.DisposeAsync();
    }
}
