using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Storage;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private TestDatabase _db = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _db = await TestDatabase.OnSqliteAsync();

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    [Fact]
    public async Task Writes_that_arrive_during_a_commit_share_the_next_one_and_all_of_them_last()
    {
        var (engine, door, go) = await GatheringAsync();
        var writes = Enumerable.Range(0, 200).Select(i => AppendAsync(door, $"e{i}")).ToList();
        go();
        await Task.WhenAll(writes);

        // The gate, and two groups of a hundred.
        Assert.Equal(3, engine.Commits);
        await using var reopened = new SqliteEngine(_db.File).Open();
        Assert.Equal(201, await reopened.Events.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_write_is_answered_only_after_its_commit()
    {
        var engine = new FaultyEngine(_db.File);
        var commit = new TaskCompletionSource();
        engine.BeforeCommit = () => commit.Task;

        var write = AppendAsync(_db.Another(engine), "first");
        await Eventually.TrueAsync(() => engine.Opened > 0);
        Assert.False(write.IsCompleted);
        Assert.Empty(await TypesAsync());

        commit.SetResult();
        await write;
        Assert.Equal(["first"], await TypesAsync());
    }

    [Fact]
    public async Task A_failing_work_gets_its_own_exception_and_spoils_no_neighbour()
    {
        var (engine, door, go) = await GatheringAsync();
        var before = AppendAsync(door, "before");
        var failing = door.WriteAsync<int>((tx, _) => { tx.Append(Draft("never")); throw new FormatException("mine"); }, Cancellation);
        var after = AppendAsync(door, "after");
        go();

        await Task.WhenAll(before, after);
        Assert.Equal("mine", (await Assert.ThrowsAsync<FormatException>(() => failing)).Message);
        Assert.Equal(["gate", "before", "after"], await TypesAsync());
        Assert.Equal(3, engine.Commits);
    }

    [Fact]
    public async Task Rows_of_a_neighbour_that_clash_are_its_own_problem()
    {
        await _db.AddAsync(new SinkCursor { Sink = "taken" });
        var (_, door, go) = await GatheringAsync();
        var clash = door.WriteAsync((tx, _) => { tx.Db.SinkCursors.Add(new() { Sink = "taken" }); return Task.CompletedTask; }, Cancellation);
        var other = AppendAsync(door, "other");
        go();

        await other;
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => clash);
        Assert.True(door.IsDuplicateKey(error));
        Assert.False(door.IsTransient(error));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_passing_fault_is_tried_again_and_nobody_notices(int faults)
    {
        var engine = new FaultyEngine(_db.File);
        engine.FailCommits(faults);

        await AppendAsync(_db.Another(engine), "in the end");

        Assert.Equal(["in the end"], await TypesAsync());
    }

    [Fact]
    public async Task A_fault_that_stays_is_reported_as_a_database_that_is_away()
    {
        var engine = new FaultyEngine(_db.File);
        engine.FailCommits(int.MaxValue);
        var door = _db.Another(engine);

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => AppendAsync(door, "never"));

        Assert.NotNull(error.InnerException);
        Assert.True(door.IsTransient(error));
        engine.FailCommits(0);
        await AppendAsync(door, "later");
        Assert.Equal(["later"], await TypesAsync());
    }

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_whole_and_says_so()
    {
        var engine = new FaultyEngine(_db.File) { PagesLeft = 0 };
        var door = _db.Another(engine);

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => AppendTwoAsync(door));

        Assert.Equal(DatabaseFault.Full, error.Fault);
        Assert.Empty(await TypesAsync());
        engine.PagesLeft = null;
        await AppendTwoAsync(door);
        Assert.Equal(["small", "large"], await TypesAsync());
    }

    [Fact]
    public async Task What_is_known_waits_for_room_on_the_disk()
    {
        var engine = new FaultyEngine(_db.File) { PagesLeft = 0 };
        var door = _db.Another(engine);
        var known = door.WriteForSureAsync((tx, _) => { tx.Append(Large("result")); return Task.CompletedTask; }, Cancellation);

        // Four tries, and then it comes again.
        await Eventually.TrueAsync(() => engine.Opened > 4);
        Assert.False(known.IsCompleted);
        engine.PagesLeft = null;

        await known;
        Assert.Equal(["result"], await TypesAsync());
    }

    [Theory]
    [InlineData(DatabaseFault.Away)]
    [InlineData(DatabaseFault.Locked)]
    [InlineData(DatabaseFault.Full)]
    public async Task An_outage_is_waited_for_once_and_not_by_each_member_of_a_group(DatabaseFault fault)
    {
        var (engine, door, go) = await GatheringAsync();
        engine.Fault = fault;
        var writes = Enumerable.Range(0, 50).Select(i => AppendAsync(door, $"e{i}")).ToList();
        engine.BeforeCommit = () => { engine.FailCommits(int.MaxValue); return Task.CompletedTask; };
        go();

        foreach (var write in writes)
            Assert.Equal(fault, (await Assert.ThrowsAsync<DatabaseUnavailableException>(() => write)).Fault);

        // The gate and the group, each four times.
        Assert.Equal(8, engine.Opened);
    }

    [Fact]
    public async Task Who_has_waited_long_enough_is_told_so_after_one_try()
    {
        var engine = new FaultyEngine(_db.File);
        engine.FailCommits(int.MaxValue);
        await using var commits = new GroupCommit(engine, patience: TimeSpan.Zero);

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => AppendAsync(new(engine, commits), "never"));

        Assert.Equal(1, engine.Opened);
    }

    [Fact]
    public async Task What_is_known_waits_for_a_database_that_is_away()
    {
        var engine = new FaultyEngine(_db.File);
        engine.FailCommits(5);

        await _db.Another(engine).WriteForSureAsync((tx, _) => { tx.Append(Draft("result")); return Task.FromResult(true); }, Cancellation);

        Assert.Equal(["result"], await TypesAsync());
    }

    [Fact]
    public async Task Events_have_the_order_of_their_commits_and_no_gaps()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            await AppendAsync(_db.Door, $"{i} first");
            await AppendAsync(_db.Door, $"{i} second");
        }));

        await using var db = _db.Read();
        var events = await db.Events.OrderBy(e => e.Number).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), events.Select(e => e.Number));
        Assert.All(Enumerable.Range(0, 50), i => Assert.True(
            events.FindIndex(e => e.Type == $"{i} first") < events.FindIndex(e => e.Type == $"{i} second")));
    }

    [Fact]
    public async Task Who_gives_up_waiting_holds_nobody_up()
    {
        var (_, door, go) = await GatheringAsync();
        using var impatience = new CancellationTokenSource();
        var impatient = door.WriteAsync((_, _) => Task.FromResult(1), impatience.Token);
        var patient = AppendAsync(door, "patient");

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        go();
        await patient;
    }

    [Fact]
    public async Task Stopping_finishes_what_was_queued()
    {
        var commits = new GroupCommit(_db.Engine);
        var door = new Database(_db.Engine, commits);
        var writes = Enumerable.Range(0, 20).Select(i => AppendAsync(door, $"e{i}")).ToList();

        await commits.DisposeAsync();

        await Task.WhenAll(writes);
        Assert.Equal(20, (await TypesAsync()).Count);
    }

    /// <summary>A door behind which a first write holds the writer back until everything else is queued.</summary>
    private async Task<(FaultyEngine Engine, Database Door, Action Go)> GatheringAsync()
    {
        var engine = new FaultyEngine(_db.File);
        var inside = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var door = _db.Another(engine);
        _ = door.WriteAsync(
            async (tx, _) =>
            {
                tx.Append(Draft("gate"));
                inside.TrySetResult();
                await gate.Task;
            }, Cancellation);
        await inside.Task;
        return (engine, door, gate.SetResult);
    }

    private static Task AppendAsync(Database door, string type) =>
        door.WriteAsync((tx, _) => { tx.Append(Draft(type)); return Task.CompletedTask; }, Cancellation);

    private static Task AppendTwoAsync(Database door) =>
        door.WriteAsync((tx, _) => { tx.Append(Draft("small")); tx.Append(Large("large")); return Task.CompletedTask; }, Cancellation);

    private static EventDraft Large(string type) => new("acme", type, DateTimeOffset.UnixEpoch, $"\"{new string('x', 1_000_000)}\"");

    private static EventDraft Draft(string type) => new("acme", type, DateTimeOffset.UnixEpoch, "{}");

    private async Task<List<string>> TypesAsync()
    {
        await using var db = _db.Read();
        return await db.Events.OrderBy(e => e.Number).Select(e => e.Type).ToListAsync(Cancellation);
    }
}
