namespace AgentMail.Worker.Delivery;

/// <summary>The attempts of a lane that are under way.</summary>
internal sealed class LaneAttempts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Task Task, DateTimeOffset Began)> _running = new(StringComparer.Ordinal);
    private Task _last = Task.CompletedTask;
    private DateTimeOffset? _lastBegan;

    public int Count
    {
        get
        {
            lock (_gate)
                return _running.Count;
        }
    }

    /// <summary>Ids of their emails.</summary>
    public string[] Emails
    {
        get
        {
            lock (_gate)
                return [.. _running.Keys];
        }
    }

    /// <summary>True while the one begun last has not ended.</summary>
    public bool LastRuns
    {
        get
        {
            lock (_gate)
                return !_last.IsCompleted;
        }
    }

    /// <summary>When the oldest of them began, and the last of all, ended or not; null where there is none.</summary>
    public (DateTimeOffset? Oldest, DateTimeOffset? Last) Began
    {
        get
        {
            lock (_gate)
                return (_running.Count == 0 ? null : _running.Values.Min(a => a.Began), _lastBegan);
        }
    }

    /// <summary>Ends when all have ended.</summary>
    public Task AllAsync()
    {
        lock (_gate)
            return Task.WhenAll(_running.Values.Select(a => a.Task));
    }

    /// <summary>The same; false when some still run after a while.</summary>
    public async Task<bool> AllEndAsync(TimeSpan within, TimeProvider clock, CancellationToken ct)
    {
        var all = AllAsync();
        await all.WaitAsync(within, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return all.IsCompleted;
    }

    /// <summary>Begins one.</summary>
    public void Start(string emailId, DateTimeOffset now, Func<Task> attempt)
    {
        lock (_gate)
        {
            _last = Task.Run(attempt);
            _lastBegan = now;
            _running[emailId] = (_last, now);
        }
    }

    /// <summary>Ends one.</summary>
    public void End(string emailId)
    {
        lock (_gate)
            _running.Remove(emailId);
    }
}
