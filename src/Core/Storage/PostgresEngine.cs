using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace AgentMail.Core.Storage;

/// <summary>PostgreSQL, shared by any number of processes.</summary>
public sealed class PostgresEngine : IDatabaseEngine
{
    // Ours take milliseconds. A network that drops what it is given looks like one that takes forever.
    private const int CommandSeconds = 10;

    // idle_in_transaction_session_timeout
    private const string IdleInTransaction = "25P03";

    private readonly PooledDbContextFactory<PostgresDb> _contexts;

    public PostgresEngine(string connectionString) =>
        _contexts = new(new DbContextOptionsBuilder<PostgresDb>()
            .UseNpgsql(
                PostgresConnections.WithDefaults(connectionString),
                o => o.CommandTimeout(CommandSeconds).ConfigureDataSource(PostgresConnections.Initialize))
            .Options);

    public int ParallelWriters => 4;

    public AgentMailDb Open() => _contexts.CreateDbContext();

    public DatabaseFault FaultOf(Exception error)
    {
        if (Chain(error).OfType<PostgresException>().FirstOrDefault() is { } answer)
            return FaultOf(answer);
        if (error is TimeoutException)
            return DatabaseFault.Conflict;
        return Chain(error).Any(IsLostConnection) ? DatabaseFault.Away : DatabaseFault.Own;
    }

    public bool IsDuplicateKey(Exception error) =>
        Chain(error).OfType<PostgresException>().Any(e => e.SqlState == PostgresErrorCodes.UniqueViolation);

    // A connection that broke between two commands is to Npgsql one that nobody opened, or that was disposed of.
    private static bool IsLostConnection(Exception error) =>
        error is NpgsqlException or System.Net.Sockets.SocketException or IOException || (error is InvalidOperationException && error.Source == nameof(Npgsql));

    private static DatabaseFault FaultOf(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.DiskFull => DatabaseFault.Full,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => DatabaseFault.Conflict,
        // Read-only: a standby that still has the address of the server whose place it is to take.
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => DatabaseFault.Away,
        // This process stood still amid a transaction, and the server did not wait for it.
        IdleInTransaction => DatabaseFault.Away,
        _ => answer.IsTransient ? DatabaseFault.Away : DatabaseFault.Own,
    };

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }
}
