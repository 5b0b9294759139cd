namespace AgentMail.Worker.Delivery;

/// <summary>Asks a lane to leave for another worker. Where a transaction takes too long it stays: its other mail is not to wait for that one.</summary>
internal sealed class LaneDeparture(TimeProvider clock)
{
    /// <summary>How long a lane that leaves waits for its last transactions.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeftInPeace = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private CancellationTokenSource? _turn;
    private string? _to;
    private DateTimeOffset? _stayedAt;

    /// <summary>The worker it is to go to; null while nobody asks it to leave.</summary>
    public string? To
    {
        get
        {
            lock (_gate)
                return _to;
        }
    }

    /// <summary>True when it can be asked.</summary>
    public bool MayBeAsked
    {
        get
        {
            lock (_gate)
                return _to is null && !(clock.GetUtcNow() - _stayedAt < LeftInPeace);
        }
    }

    /// <summary>Asks it to leave, unless it is leaving already.</summary>
    public void Ask(string to)
    {
        lock (_gate)
        {
            if (_to is not null)
                return;
            _to = to;
            // What waits for the token goes on elsewhere, and not within this lock.
            _ = _turn?.CancelAsync();
        }
    }

    /// <summary>Works until it is asked, or until <paramref name="ending"/>.</summary>
    public async Task UntilAskedAsync(Func<CancellationToken, Task> work, CancellationToken ending)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(ending);
        lock (_gate)
        {
            if (_to is not null)
                return;
            _turn = turn;
        }
        try
        {
            await work(turn.Token);
        }
        catch (OperationCanceledException) when (turn.IsCancellationRequested)
        {
            // Whatever it waited for waits for the next holder.
        }
        finally
        {
            lock (_gate)
                _turn = null;
        }
    }

    /// <summary>It could not leave in time, and goes on here.</summary>
    public void Stay()
    {
        lock (_gate)
            (_to, _stayedAt) = (null, clock.GetUtcNow());
    }
}
