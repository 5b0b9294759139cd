using AgentMail.Core.Storage;
using AgentMail.TestKit.Storage;
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

    private static async Task<(int Synchronous, string Journal, int ForeignKeys)> PragmasAsync(AgentMailDb db, CancellationToken ct) => (
        await db.Database.SqlQuery<int>($"SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(ct),
        await db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(ct),
        await db.Database.SqlQuery<int>($"SELECT foreign_keys AS Value FROM pragma_foreign_keys").SingleAsync(ct));
}
