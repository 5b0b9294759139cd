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
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int Constraint = 19;
    private const int PrimaryKeyConstraint = 1555;
    private const int UniqueConstraint = 2067;

    private readonly PooledDbContextFactory<SqliteDb> _contexts;

    /// <summary>A wait for the lock is over by then, and may be begun again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public SqliteEngine(string file, TimeSpan? patience = null)
    {
        var wait = patience < LongestWait ? patience.Value : LongestWait;
        var connection = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = (int)Math.Ceiling(wait.TotalSeconds) };
        _contexts = new(new DbContextOptionsBuilder<SqliteDb>()
            .UseSqlite(connection.ConnectionString)
            .AddInterceptors(new DurableJournal())
            .Options);
    }

    public int ParallelWriters => 1;

    public AgentMailDb Open() => _contexts.CreateDbContext();

    // What the operating system said no to may pass as well: a file system that is full says so in several ways.
    public DatabaseFault FaultOf(Exception error) => Find(error)?.SqliteErrorCode switch
    {
        Full => DatabaseFault.Full,
        Busy or Locked or Protocol => DatabaseFault.Locked,
        InputOutput or CannotOpen or ReadOnly or NoMemory => DatabaseFault.Away,
        _ => error is TimeoutException ? DatabaseFault.Conflict : DatabaseFault.Own,
    };

    public bool IsDuplicateKey(Exception error) =>
        Find(error) is { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: PrimaryKeyConstraint or UniqueConstraint };

    private static SqliteException? Find(Exception? error) => error is null ? null : error as SqliteException ?? Find(error.InnerException);

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
