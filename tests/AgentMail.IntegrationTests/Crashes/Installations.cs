using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>Installations on the shared engines, each with a database and a virtual host of its own.</summary>
internal static class Installations
{
    /// <summary>An API; the story starts its workers itself.</summary>
    public static async Task<(ScaledOut Installation, string RabbitMq)> WithoutWorkerAsync(IntegrationServers servers)
    {
        // The engines start side by side where nobody has asked for them yet.
        Task<PostgresServer> postgres = servers.PostgresAsync();
        Task<RedisServer> redis = servers.RedisAsync();
        var rabbitMq = (await servers.RabbitMqAsync()).ForInstallation();
        var database = await (await postgres).CreateDatabaseAsync();
        return (await ScaledOut.StartAsync(database, rabbitMq, (await redis).ForInstallation(), workers: 0), rabbitMq);
    }
}
