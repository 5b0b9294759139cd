using AgentMail.Core.Storage;
using AgentMail.TestKit.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Storage;

public sealed class SqliteEngineTests : IAsyncLifetime
{
    private const int Full = 2;

    private TestDatabase _db = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _db = await TestDatabase.OnSqliteAsync();

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    /// <summary>With synchronous=NORMAL a power cut takes committed rows back; it is a property of each connection, not of the file.</summary>
    [Fact]
    public async Task Every_connection_that_writes_use_puts_its_commits_on_disk()
    {
        var seen = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _db.Door.WriteAsync((tx, ct) => PragmasAsync(tx.Db, ct), Cancellation)));

        Assert.All(seen, pragmas => Assert.Equal((Full, "wal", 1), pragmas));
    }

    [Fact]
    public async Task Connections_that_read_are_the_same()
    {
        await using var db = _db.Read();
        Assert.Equal((Full, "wal", 1), await PragmasAsync(db, Cancellation));
    }

    /// <summary>The pool hands a connection out again, and the key ring's repository saves with a context of its own and without waiting.</summary>
    [Fact]
    public async Task Connections_that_were_used_before_or_are_opened_synchronously_are_the_same()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var db = _db.Engine.Open();
            db.Database.OpenConnection();
            Assert.Equal((Full, "wal", 1), await PragmasAsync(db, Cancellation));
            db.DataProtectionKeys.Add(new() { FriendlyName = $"{i}" });
            db.SaveChanges();
            Assert.Equal((Full, "wal", 1), await PragmasAsync(db, Cancellation));
        }
        await using var reopened = new SqliteEngine(_db.File).Open();
        Assert.Equal((Full, "wal", 1), await PragmasAsync(reopened, Cancellation));
    }

    /// <summary>A migration opens the connection by itself, before there is a file.</summary>
    [Fact]
    public async Task The_connection_that_makes_the_database_is_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("agentmail-");
        await using (var db = new SqliteEngine(Path.Combine(folder.FullName, "new.db")).Open())
        {
            await db.Database.MigrateAsync(Cancellation);
            Assert.Equal((Full, "wal", 1), await PragmasAsync(db, Cancellation));
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }
        folder.Delete(recursive: true);
    }

    /// <summary>A transaction that first reads and then writes would be refused at once if another had written between.</summary>
    [Fact]
    public async Task A_transaction_has_the_write_lock_from_its_first_statement()
    {
        await using var other = await LockAsync(_db.File);
        var reader = _db.Door.WriteAsync(async (tx, ct) =>
        {
            var last = await tx.Db.EventCounters.Select(c => c.Last).SingleAsync(ct);
            await tx.Db.EventCounters.ExecuteUpdateAsync(s => s.SetProperty(c => c.Last, last + 1), ct);
            return last;
        }, Cancellation);
        await ExecuteAsync(other, "UPDATE event_counter SET Last = 7; COMMIT");

        Assert.Equal(7, await reader);
    }

    [Theory]
    [InlineData(5, DatabaseFault.Locked)]
    [InlineData(6, DatabaseFault.Locked)]
    [InlineData(8, DatabaseFault.Away)]
    [InlineData(10, DatabaseFault.Away)]
    [InlineData(13, DatabaseFault.Full)]
    [InlineData(14, DatabaseFault.Away)]
    [InlineData(1, DatabaseFault.Own)]
    [InlineData(19, DatabaseFault.Own)]
    public void Each_code_says_whether_waiting_helps(int code, DatabaseFault expected) =>
        Assert.Equal(expected, _db.Engine.FaultOf(new DbUpdateException("saving", new InvalidOperationException("inner", new SqliteException("?", code)))));

    [Fact]
    public async Task A_reader_is_not_held_up_by_a_writer()
    {
        var gate = new TaskCompletionSource();
        var inside = new TaskCompletionSource();
        var write = _db.Door.WriteAsync(
            async (tx, ct) =>
            {
                await tx.Db.EventCounters.ExecuteUpdateAsync(s => s.SetProperty(c => c.Last, 5), ct);
                inside.TrySetResult();
                await gate.Task;
            }, Cancellation);
        await inside.Task;

        await using var db = _db.Read();
        Assert.Equal(0, await db.EventCounters.Select(c => c.Last).SingleAsync(Cancellation));
        gate.SetResult();
        await write;
    }

    private static async Task<SqliteConnection> LockAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await ExecuteAsync(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<(int Synchronous, string Journal, int ForeignKeys)> PragmasAsync(AgentMailDb db, CancellationToken ct) => (
        await db.Database.SqlQuery<int>($"SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(ct),
        await db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(ct),
        await db.Database.SqlQuery<int>($"SELECT foreign_keys AS Value FROM pragma_foreign_keys").SingleAsync(ct));
}
