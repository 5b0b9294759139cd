namespace AgentMail.Worker.Delivery;

/// <summary>The attempts of a lane that are under way.</summary>
internal sealed class LaneAttempts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private Task _last = Task.CompletedTask;

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

    /// <summary>Ends when all have ended.</summary>
    public Task AllAsync()
    {
        lock (_gate)
            return Task.WhenAll(_running.Values);
    }

    /// <summary>Begins one.</summary>
    public void Start(string emailId, Func<Task> attempt)
    {
        lock (_gate)
            _running[emailId] = _last = Task.Run(attempt);
    }

    /// <summary>Ends one.</summary>
    public void End(string emailId)
    {
        lock (_gate)
            _running.Remove(emailId);
    }
}
