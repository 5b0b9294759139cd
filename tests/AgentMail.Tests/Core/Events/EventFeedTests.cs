using AgentMail.Core.Events;
using AgentMail.TestKit;
using AgentMail.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Core.Events;

public sealed class EventFeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EventSignal _appended = new();
    private TestDatabase _db = null!;
    private EventFeed _feed = null!;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.OnSqliteAsync();
        _feed = new(new(_db.Door), _appended, TimeProvider.System, NullLogger<EventFeed>.Instance);
        await _feed.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
        await _db.DisposeAsync();
    }

    [Fact]
    public async Task A_listener_gets_what_it_wants_from_its_number_on()
    {
        await AppendAsync(3);
        using var all = _feed.Subscribe(_ => true, after: 1);
        using var some = _feed.Subscribe(e => e.Number % 2 == 0, after: 1);
        await AppendAsync(2);

        Assert.Equal([2, 3, 4, 5], await TakenAsync(all, 4));
        Assert.Equal([2, 4], await TakenAsync(some, 2));
    }

    /// <summary>However much comes: what one that takes nothing costs is bounded, and others get everything.</summary>
    [Fact]
    public async Task A_listener_that_takes_nothing_is_let_go_with_a_bounded_queue()
    {
        using var idle = _feed.Subscribe(_ => true, after: 0);
        using var busy = _feed.Subscribe(_ => true, after: 0);
        var taking = TakenAsync(busy, 600);

        for (var i = 1; i <= 6; i++)
        {
            await AppendAsync(100);
            await Eventually.TrueAsync(() => _feed.Last == i * 100 && !busy.HasMore, Patience);
        }

        Assert.True(idle.IsOver);
        Assert.Equal(FeedSubscription.MaxEvents, Kept(idle));
        Assert.Equal(600, (await taking).Count);
    }

    [Fact]
    public async Task Large_events_fill_the_queue_before_there_are_many()
    {
        using var idle = _feed.Subscribe(_ => true, after: 0);

        await AppendAsync(100, size: 100_000);

        await Eventually.TrueAsync(() => idle.IsOver, Patience);
        Assert.Equal(11, Kept(idle));
    }

    private static int Kept(FeedSubscription listener)
    {
        var kept = 0;
        while (listener.TryTake(out var item))
            Assert.Equal(++kept, item.Row.Number);
        return kept;
    }

    [Fact]
    public async Task Who_comes_after_all_have_left_is_not_given_what_came_between()
    {
        using (_feed.Subscribe(_ => true, after: 0))
        {
            await AppendAsync(5);
            await Eventually.TrueAsync(() => _feed.Last == 5);
        }
        await AppendAsync(5);

        using var late = _feed.Subscribe(_ => true, after: 8);
        Assert.Equal(8, late.From);
        Assert.Equal([9L, 10L], await TakenAsync(late, 2));
    }

    private async Task AppendAsync(int count, int size = 2)
    {
        var data = $"\"{new string('x', size)}\"";
        await _db.Door.WriteAsync((tx, _) =>
        {
            for (var i = 0; i < count; i++)
                tx.Append(new("acme", "email.sent", DateTimeOffset.UnixEpoch, data));
            return Task.CompletedTask;
        });
        _appended.Raise();
    }

    private static async Task<IReadOnlyList<long>> TakenAsync(FeedSubscription listener, int count)
    {
        var taken = new List<long>();
        while (taken.Count < count && !(listener.IsOver && !listener.HasMore))
        {
            while (taken.Count < count && listener.TryTake(out var item))
                taken.Add(item.Row.Number);
            await listener.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        return taken;
    }
}
