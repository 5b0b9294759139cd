using AgentMail.Worker.Delivery;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class SignalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Signal _signal = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ring_before_the_wait_is_remembered_once()
    {
        _signal.Set();
        _signal.Set();

        Assert.True(await _signal.WaitAsync(Minute, _clock, Cancellation));
        Assert.False(await _signal.WaitAsync(TimeSpan.Zero, _clock, Cancellation));
    }

    [Fact]
    public async Task A_ring_ends_a_wait()
    {
        var wait = _signal.WaitAsync(Minute, _clock, Cancellation);
        Assert.False(wait.IsCompleted);

        _signal.Set();

        Assert.True(await wait);
        Assert.False(_signal.TryTake());
    }

    [Fact]
    public async Task A_wait_ends_by_itself_and_a_later_ring_is_kept()
    {
        var wait = _signal.WaitAsync(Minute, _clock, Cancellation);
        _clock.Advance(Minute);
        Assert.False(await wait);

        _signal.Set();
        Assert.True(await _signal.WaitAsync(Minute, _clock, Cancellation));
    }

    [Fact]
    public async Task Whoever_stops_is_not_told_that_it_rang()
    {
        using var stopping = new CancellationTokenSource();
        var wait = _signal.WaitAsync(Minute, _clock, stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
