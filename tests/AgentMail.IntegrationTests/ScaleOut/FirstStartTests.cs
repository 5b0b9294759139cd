using AgentMail.Core.Hosting;
using AgentMail.IntegrationTests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Processes that start together on an empty database make its schema and its key ring once.</summary>
public sealed class FirstStartTests(IntegrationServers servers)
{
    private const int Processes = 6;

    [Fact]
    public async Task Many_starts_at_once_make_one_key()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        var starting = Enumerable.Range(0, Processes).Select(_ => Task.Run(() => StartAsync(database)));

        var started = await Task.WhenAll(starting);

        Assert.Equal(1, await CountAsync(database, "DataProtectionKeys"));
        foreach (var process in started)
            await process.DisposeAsync();
    }

    private static async Task<ServiceProvider> StartAsync(string database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Database", database)]).Build();
        var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration);
        services.AddAgentMailCore(configuration);
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>())
            await service.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    private static async Task<long> CountAsync(string database, string table)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""SELECT count(*) FROM "{table}" """;
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
