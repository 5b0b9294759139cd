using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace AgentMail.Core.Events;

/// <summary>What a listener has not taken yet. Its room is bounded: when it is full the feed gives up, and the listener reads the log itself from there.</summary>
public sealed class FeedSubscription : IDisposable
{
    /// <summary>Most events that wait for a listener.</summary>
    public const int MaxEvents = 500;

    /// <summary>Most octets that wait, beyond one event.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Channel<FeedEvent> _queue = Channel.CreateBounded<FeedEvent>(new BoundedChannelOptions(MaxEvents) { SingleReader = true, SingleWriter = true });
    private readonly Func<EventRow, bool> _wants;
    private readonly Action<FeedSubscription> _leave;
    private long _bytes;
    private volatile bool _isOver;

    internal FeedSubscription(Func<EventRow, bool> wants, long from, Action<FeedSubscription> leave) => (_wants, From, _leave) = (wants, from, leave);

    /// <summary>Everything wanted after this number comes; what was before is in the log.</summary>
    public long From { get; }

    /// <summary>True when the feed has given up: nothing comes after what is still to be taken.</summary>
    public bool IsOver => _isOver;

    /// <summary>True while something is to be taken.</summary>
    public bool HasMore => _queue.Reader.TryPeek(out _);

    public bool TryTake([NotNullWhen(true)] out FeedEvent? item)
    {
        if (!_queue.Reader.TryRead(out item))
            return false;
        Interlocked.Add(ref _bytes, -item.Json.Length);
        return true;
    }

    /// <summary>Waits until something can be taken, the feed gives up, or <paramref name="longest"/> is over.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken ct)
    {
        if (longest <= TimeSpan.Zero)
            return;
        using var nap = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(nap.Token, ct);
        try
        {
            await _queue.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nothing came, which is an answer too.
        }
    }

    public void Dispose() => _leave(this);

    /// <summary>False when there is no room.</summary>
    internal bool Offer(FeedEvent item)
    {
        if (!_wants(item.Row))
            return true;
        if (Interlocked.Read(ref _bytes) < MaxBytes && _queue.Writer.TryWrite(item))
        {
            Interlocked.Add(ref _bytes, item.Json.Length);
            return true;
        }
        _isOver = true;
        _queue.Writer.TryComplete();
        return false;
    }
}
