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

    public bool IsTransient(Exception error) =>
        error is TimeoutException || Chain(error).OfType<NpgsqlException>().Any(e => e.IsTransient) || Chain(error).OfType<System.Net.Sockets.SocketException>().Any();

    public bool IsDuplicateKey(Exception error) =>
        Chain(error).OfType<PostgresException>().Any(e => e.SqlState == PostgresErrorCodes.UniqueViolation);

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
