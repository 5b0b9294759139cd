using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace AgentMail.Core.Storage;

/// <summary>PostgreSQL, shared by any number of processes.</summary>
public sealed class PostgresEngine : IDatabaseEngine
{
    private const int MostPrepared = 100;

    // PostgreSQL has 100 connections where nobody says otherwise; with Npgsql's own 100 for each process, a second process under load is refused.
    private const int MostConnections = 30;

    private const string MaxPoolSize = "Maximum Pool Size";

    private readonly PooledDbContextFactory<PostgresDb> _contexts;

    public PostgresEngine(string connectionString) =>
        _contexts = new(new DbContextOptionsBuilder<PostgresDb>()
            .UseNpgsql(WithDefaults(connectionString), o => o.CommandTimeout(15))
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

    /// <summary>What the operator's connection string leaves open. What it says stays.</summary>
    internal static string WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // Planning costs the server more than most of our statements do.
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = MostPrepared;
        if (!settings.ShouldSerialize(MaxPoolSize))
            settings.MaxPoolSize = MostConnections;
        return settings.ConnectionString;
    }

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }
}
