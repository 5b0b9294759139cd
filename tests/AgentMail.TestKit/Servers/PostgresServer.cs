using Npgsql;
using Testcontainers.PostgreSql;

namespace AgentMail.TestKit.Servers;

/// <summary>PostgreSQL, with a fresh database for whoever asks.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    internal const string User = "postgres";
    private readonly IServerInstance _instance;
    private int _databases;

    private PostgresServer(IServerInstance instance, int port)
    {
        _instance = instance;
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = User,
            Password = User,
            Database = "postgres",
        }.ConnectionString;
    }

    /// <summary>For Npgsql, to the database "postgres".</summary>
    public string ConnectionString { get; }

    public static Task<PostgresServer> StartNewAsync() => BringUpAsync(durable: false);

    /// <summary>One that waits for the disk at every commit, as in production.</summary>
    public static Task<PostgresServer> StartNewDurableAsync() => BringUpAsync(durable: true);

    /// <summary>An empty database of one's own; the answer is its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name} TEMPLATE template0";
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    public Task StartAsync() => _instance.StartAsync();

    public Task StopAsync() => _instance.StopAsync();

    public Task KillAsync() => _instance.KillAsync();

    public ValueTask DisposeAsync() => _instance.DisposeAsync();

    private static async Task<PostgresServer> BringUpAsync(bool durable)
    {
        var port = Loopback.FreePort();
        IServerInstance instance = await DockerEngine.AnswersAsync()
            ? new ContainerInstance(new PostgreSqlBuilder("postgres:15")
                .WithUsername(User).WithPassword(User).WithPortBinding(port, PostgreSqlBuilder.PostgreSqlPort).Build())
            : new LocalPostgres(port, durable);
        await instance.StartOrDisposeAsync();
        return new(instance, port);
    }
}
