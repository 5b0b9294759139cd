using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace AgentMail.Core.Storage;

/// <summary>SQLite in one file: WAL, every commit on disk before it is answered.</summary>
public sealed class SqliteEngine : IDatabaseEngine
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Constraint = 19;
    private const int PrimaryKeyConstraint = 1555;
    private const int UniqueConstraint = 2067;

    private readonly PooledDbContextFactory<SqliteDb> _contexts;

    public SqliteEngine(string file)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 15 };
        _contexts = new(new DbContextOptionsBuilder<SqliteDb>()
            .UseSqlite(connection.ConnectionString)
            .AddInterceptors(new DurableJournal())
            .Options);
    }

    public int ParallelWriters => 1;

    public AgentMailDb Open() => _contexts.CreateDbContext();

    public bool IsTransient(Exception error) =>
        error is TimeoutException || Find(error)?.SqliteErrorCode is Busy or Locked;

    public bool IsDuplicateKey(Exception error) =>
        Find(error) is { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: PrimaryKeyConstraint or UniqueConstraint };

    private static SqliteException? Find(Exception error) => error as SqliteException ?? error.InnerException as SqliteException;

    /// <summary>synchronous=NORMAL loses committed rows when power fails; it is a property of each connection, and stays with it in the pool.</summary>
    private sealed class DurableJournal : DbConnectionInterceptor
    {
        private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";

        private readonly ConditionalWeakTable<object, object> _done = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            var handle = ((SqliteConnection)connection).Handle!;
            if (_done.TryGetValue(handle, out _))
                return;
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            _done.AddOrUpdate(handle, this);
        }

        // SQLite's "asynchronous" calls are not.
        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
