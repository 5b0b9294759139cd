using AgentMail.Core.Events;
using AgentMail.TestKit;
using AgentMail.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Core.Events;

public sealed class EventFeedTests : IAsyncLifetime
{
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

    /// <summary>However much comes and however large it is: what one that takes nothing costs is bounded, and others get everything.</summary>
    [Theory]
    [InlineData(2, FeedSubscription.MaxEvents)]
    [InlineData(100_000, 11)]
    public async Task A_listener_that_takes_nothing_is_let_go_with_a_bounded_queue(int size, int most)
    {
        using var idle = _feed.Subscribe(_ => true, after: 0);
        using var busy = _feed.Subscribe(_ => true, after: 0);
        var taking = TakenAsync(busy, 600);

        for (var i = 0; i < 6; i++)
        {
            await AppendAsync(100, size);
            await Eventually.TrueAsync(() => _feed.Last == (i + 1) * 100 && (!busy.HasMore || busy.IsOver));
        }

        Assert.True(idle.IsOver);
        var kept = 0;
        while (idle.TryTake(out var item))
            Assert.Equal(++kept, item.Row.Number);
        Assert.Equal(most, kept);
        Assert.True(size > 2 || (await taking).Count == 600);
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
