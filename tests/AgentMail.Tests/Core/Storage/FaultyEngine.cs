using System.Data.Common;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AgentMail.Tests.Core.Storage;

/// <summary>A real SQLite file whose commits fail, or wait, as a test says; it counts those that succeed.</summary>
internal sealed class FaultyEngine(string file) : IDatabaseEngine
{
    private readonly SqliteEngine _engine = new(file);
    private int _commits;
    private int _faults;

    public int Commits => _commits;

    public int Opened { get; private set; }

    public int ParallelWriters => 1;

    /// <summary>Awaited before each commit.</summary>
    public Func<Task> BeforeCommit { get; set; } = () => Task.CompletedTask;

    /// <summary>What failing commits say.</summary>
    public DatabaseFault Fault { get; set; } = DatabaseFault.Conflict;

    /// <summary>The next commits fail like those of a database that is in trouble.</summary>
    public void FailCommits(int times) => _faults = times;

    /// <summary>Room that is left, in pages; null = all that is needed. SQLite itself refuses what does not fit.</summary>
    public int? PagesLeft { get; set; }

    public AgentMailDb Open()
    {
        Opened++;
        var options = new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={file};Default Timeout=15;Pooling=false").AddInterceptors(new Watch(this), new Room(this)).Options;
        return new SqliteDb(options);
    }

    public DatabaseFault FaultOf(Exception error) => error is BusyException ? Fault : _engine.FaultOf(error);

    public bool IsDuplicateKey(Exception error) => _engine.IsDuplicateKey(error);

    private sealed class Watch(FaultyEngine engine) : DbTransactionInterceptor
    {
        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            await engine.BeforeCommit();
            if (Interlocked.Decrement(ref engine._faults) >= 0)
                throw new BusyException();
            Interlocked.Increment(ref engine._commits);
            return result;
        }
    }

    private sealed class Room(FaultyEngine engine) : DbConnectionInterceptor
    {
        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (engine.PagesLeft is { } left)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA page_count";
                var pages = (long)command.ExecuteScalar()!;
                command.CommandText = $"PRAGMA max_page_count = {pages + left}";
                command.ExecuteNonQuery();
            }
            return Task.CompletedTask;
        }
    }

    private sealed class BusyException : Exception;
}
