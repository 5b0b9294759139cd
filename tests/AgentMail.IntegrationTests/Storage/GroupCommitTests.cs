using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Servers;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.IntegrationTests.Storage;

public sealed class GroupCommitTests(IntegrationServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two transactions that want two rows in opposite order: PostgreSQL breaks one off, and it is tried again.</summary>
    [Fact]
    public async Task Writers_that_lock_each_other_out_all_come_through()
    {
        var connection = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var db = await TestDatabase.OnPostgresAsync(connection);
        await db.AddAsync(new SinkCursor { Sink = "a" }, new SinkCursor { Sink = "b" });
        Database[] processes = [db.Another(), db.Another()];

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => processes[i % 2].WriteAsync(
            async (tx, ct) =>
            {
                foreach (var sink in i % 2 == 0 ? (string[])["a", "b"] : ["b", "a"])
                    await tx.Db.SinkCursors.Where(c => c.Sink == sink).ExecuteUpdateAsync(s => s.SetProperty(c => c.Number, c => c.Number + 1), ct);
            }, Cancellation)));

        await using var read = db.Read();
        Assert.Equal([40, 40], await read.SinkCursors.OrderBy(c => c.Sink).Select(c => c.Number).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_database_that_is_away_is_named_as_such_and_what_is_known_waits_for_it()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var db = await TestDatabase.OnPostgresAsync(await server.CreateDatabaseAsync());
        await server.KillAsync();

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => AppendAsync(db.Door, "never"));
        var known = db.Door.WriteForSureAsync((tx, _) => { tx.Append(Draft("known")); return Task.FromResult(true); }, Cancellation);
        Assert.True(db.Door.IsTransient(error));

        await server.StartAsync();
        Assert.True(await known);
        await using var read = db.Read();
        Assert.Equal(["known"], await read.Events.Select(e => e.Type).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_failing_work_spoils_no_neighbour()
    {
        await using var db = await TestDatabase.OnPostgresAsync(await (await servers.PostgresAsync()).CreateDatabaseAsync());
        await db.AddAsync(new SinkCursor { Sink = "taken" });

        var writes = Enumerable.Range(0, 100).Select(i => i % 10 == 0
            ? db.Door.WriteAsync((tx, _) => { tx.Db.SinkCursors.Add(new() { Sink = "taken" }); return Task.CompletedTask; }, Cancellation)
            : AppendAsync(db.Door, $"e{i}")).ToList();
        await Task.WhenAll(writes).ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);

        Assert.All(writes.Where((_, i) => i % 10 == 0), w => Assert.True(db.Door.IsDuplicateKey(w.Exception!.InnerException!)));
        Assert.All(writes.Where((_, i) => i % 10 != 0), w => Assert.True(w.IsCompletedSuccessfully));
        await using var read = db.Read();
        Assert.Equal(90, await read.Events.CountAsync(Cancellation));
    }

    private static Task AppendAsync(Database door, string type) =>
        door.WriteAsync((tx, _) => { tx.Append(Draft(type)); return Task.CompletedTask; }, Cancellation);

    private static EventDraft Draft(string type) => new("acme", type, DateTimeOffset.UnixEpoch, "{}");
}
