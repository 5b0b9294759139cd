namespace AgentMail.Worker.Delivery;

/// <summary>Counts sends so that no minute, wherever it begins, sees more than the limit.</summary>
internal sealed class MinuteWindow
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Queue<DateTimeOffset> _sends = new();

    /// <summary>Takes a place now, or says how long until there is one.</summary>
    public TimeSpan Take(int limit, DateTimeOffset now)
    {
        while (_sends.TryPeek(out var oldest) && now - oldest >= Minute)
            _sends.Dequeue();
        if (_sends.Count >= limit)
            return Minute - (now - _sends.Peek());
        _sends.Enqueue(now);
        return TimeSpan.Zero;
    }
}
