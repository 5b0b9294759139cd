using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace AgentMail.Core.Storage;

/// <summary>PostgreSQL, shared by any number of processes.</summary>
public sealed class PostgresEngine : IDatabaseEngine
{
    private const int MostPrepared = 100;

    private readonly PooledDbContextFactory<PostgresDb> _contexts;

    public PostgresEngine(string connectionString) =>
        _contexts = new(new DbContextOptionsBuilder<PostgresDb>()
            .UseNpgsql(Prepared(connectionString), o => o.CommandTimeout(15))
            .Options);

    public int ParallelWriters => 4;

    public AgentMailDb Open() => _contexts.CreateDbContext();

    public DatabaseFault FaultOf(Exception error)
    {
        if (Chain(error).OfType<PostgresException>().FirstOrDefault() is { } answer)
            return FaultOf(answer);
        if (error is TimeoutException)
            return DatabaseFault.Conflict;
        var lost = Chain(error).OfType<NpgsqlException>().Any(e => e.IsTransient) || Chain(error).OfType<System.Net.Sockets.SocketException>().Any();
        return lost ? DatabaseFault.Away : DatabaseFault.Own;
    }

    public bool IsDuplicateKey(Exception error) =>
        Chain(error).OfType<PostgresException>().Any(e => e.SqlState == PostgresErrorCodes.UniqueViolation);

    private static DatabaseFault FaultOf(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.DiskFull => DatabaseFault.Full,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => DatabaseFault.Conflict,
        // Read-only: a standby that still has the address of the server whose place it is to take.
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => DatabaseFault.Away,
        _ => answer.IsTransient ? DatabaseFault.Away : DatabaseFault.Own,
    };

    // Planning costs the server more than most of our statements do.
    private static string Prepared(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = MostPrepared;
        return settings.ConnectionString;
    }

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }
}
