using Npgsql;

namespace AgentMail.Core.Storage;

/// <summary>How connections to PostgreSQL are made where the operator's connection string leaves it open. What it says stays.</summary>
internal static class PostgresConnections
{
    private const int MostPrepared = 100;

    // PostgreSQL has 100 connections where nobody says otherwise; with Npgsql's own 100 for each process, a second process under load is refused.
    private const int MostConnections = 30;

    // A server that is up answers in milliseconds, and a lost packet is repeated after one second and after three.
    private const int ConnectSeconds = 8;

    // A connection whose other end is gone without a word, such as one that a firewall has forgotten, is closed by the kernel before
    // anybody waits for it.
    private const int KeepAliveSeconds = 10;
    private const int KeepAliveIntervalSeconds = 3;

    /// <summary>
    /// What a client that is gone without a word would leave behind. Its open transaction holds the lock on the event counter, and so
    /// stops every write of every process, for the two hours that an operating system takes to notice by itself. Ours are idle for
    /// milliseconds; one that waits for the lock of such another gives up too, so that they end side by side and not one after another.
    /// </summary>
    private const string Session = """
        SET idle_in_transaction_session_timeout = '5s';
        SET lock_timeout = '8s';
        SET tcp_keepalives_idle = 10;
        SET tcp_keepalives_interval = 5;
        SET tcp_keepalives_count = 3;
        """;

    private const string Timeout = "Timeout";
    private const string AutoPrepare = "Max Auto Prepare";
    private const string MaxPoolSize = "Maximum Pool Size";
    private const string NoReset = "No Reset On Close";
    private const string KeepAlive = "TCP Keepalive";
    private const string Kerberos = "GSS Encryption Mode";

    internal static string WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // Planning costs the server more than most of our statements do.
        if (!settings.ShouldSerialize(AutoPrepare))
            settings.MaxAutoPrepare = MostPrepared;
        if (!settings.ShouldSerialize(MaxPoolSize))
            settings.MaxPoolSize = MostConnections;
        if (!settings.ShouldSerialize(Timeout))
            settings.Timeout = ConnectSeconds;
        // Asking for it first makes each failed connection, and each cancelled command, wait twice.
        if (!settings.ShouldSerialize(Kerberos))
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        // A reset would take back what a session is told below, and nothing else of ours stays in one.
        if (!settings.ShouldSerialize(NoReset))
            settings.NoResetOnClose = true;
        if (!settings.ShouldSerialize(KeepAlive))
            (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, KeepAliveSeconds, KeepAliveIntervalSeconds);
        return settings.ConnectionString;
    }

    internal static void Initialize(NpgsqlDataSourceBuilder connections) => connections.UsePhysicalConnectionInitializer(
        connection =>
        {
            using var command = new NpgsqlCommand(Session, connection);
            command.ExecuteNonQuery();
        },
        async connection =>
        {
            await using var command = new NpgsqlCommand(Session, connection);
            await command.ExecuteNonQueryAsync();
        });
}
