using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Events;

/// <summary>
/// The log's one tail in this process. While anybody listens it reads what came after the last number, whoever committed it, and hands
/// it out; a listener that takes too little is let go, and delays no other.
/// </summary>
public sealed class EventFeed(EventLog log, EventSignal appended, TimeProvider clock, ILogger<EventFeed> logger) : BackgroundService
{
    private const int Batch = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly EventSignal _joined = new();
    private readonly Lock _gate = new();
    private readonly HashSet<FeedSubscription> _listeners = [];
    private long _last;

    /// <summary>Everything up to this number has been handed out.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Hands out from now on what <paramref name="wants"/> says. Dispose it to end that.</summary>
    /// <param name="wants">Called for every event of every tenant.</param>
    /// <param name="after">The last number seen: where the feed begins to read if nobody else listens.</param>
    public FeedSubscription Subscribe(Func<EventRow, bool> wants, long after)
    {
        FeedSubscription subscription;
        lock (_gate)
        {
            if (_listeners.Count == 0)
                Volatile.Write(ref _last, after);
            subscription = new(wants, _last, Leave);
            _listeners.Add(subscription);
        }
        _joined.Raise();
        return subscription;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (joined, news) = (_joined.Next, appended.Next);
            try
            {
                if (!IsHeard())
                    await joined.WaitAsync(stoppingToken);
                else if (!await ReadAsync(stoppingToken))
                    await Task.WhenAny(joined, news, Task.Delay(Poll, clock, stoppingToken));
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The log of events could not be followed, and will be from where it was left: {Error}", error.Message);
                await Task.Delay(PauseAfterFault, clock, stoppingToken);
            }
        }
    }

    private bool IsHeard()
    {
        lock (_gate)
            return _listeners.Count > 0;
    }

    /// <summary>True when there may be more to read at once.</summary>
    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        var after = Last;
        var rows = await log.AfterAsync(after, Batch, ct);
        if (rows.Count == 0)
            return false;
        lock (_gate)
        {
            // Everybody left meanwhile, and somebody came who has seen another number.
            if (_last != after)
                return true;
            foreach (var item in rows.Select(row => new FeedEvent(row)))
                _listeners.RemoveWhere(listener => !listener.Offer(item));
            // Last, so that whoever reads this number finds everything up to it in the own queue.
            Volatile.Write(ref _last, rows[^1].Number);
        }
        return rows.Count == Batch;
    }

    private void Leave(FeedSubscription subscription)
    {
        lock (_gate)
            _listeners.Remove(subscription);
    }
}
