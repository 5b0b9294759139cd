using AgentMail.TestKit.Servers;
using Npgsql;

namespace AgentMail.IntegrationTests.Servers;

public sealed class PostgresServerTests(IntegrationServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_database_is_new_and_empty()
    {
        var postgres = await servers.PostgresAsync();
        var databases = await Task.WhenAll(postgres.CreateDatabaseAsync(), postgres.CreateDatabaseAsync());

        Assert.NotEqual(databases[0], databases[1]);
        foreach (var database in databases)
            Assert.Equal(0L, await QueryAsync(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task What_was_committed_is_there_after_a_kill()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        var database = await postgres.CreateDatabaseAsync();
        await QueryAsync(database, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7); SELECT 1");

        await postgres.KillAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => QueryAsync(database, "SELECT 1"));
        await postgres.StartAsync();

        Assert.Equal(7, await QueryAsync(database, "SELECT id FROM kept"));
    }

    private static async Task<object?> QueryAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
