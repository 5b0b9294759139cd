using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>
/// Counts sends so that no minute, wherever it begins, sees more than the limit. Only the server knows when within its attempt a
/// message came in, so an attempt keeps its place until a minute after its end.
/// </summary>
internal sealed class MinuteWindow
{
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _underWay = [];
    private readonly Queue<DateTimeOffset> _ended = [];

    /// <summary>Counts what was sent before, oldest first.</summary>
    public void Add(IEnumerable<DateTimeOffset> sends)
    {
        lock (_gate)
        {
            foreach (var at in sends)
                _ended.Enqueue(at);
        }
    }

    /// <summary>Takes a place now, or says how long until there is one, unless a place is given back earlier.</summary>
    public TimeSpan Take(int limit, DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_ended.TryPeek(out var oldest) && now - oldest >= LaneSends.Minute)
                _ended.Dequeue();
            if (_underWay.Count + _ended.Count >= limit)
                return _ended.TryPeek(out var first) ? LaneSends.Minute - (now - first) : LaneSends.Minute;
            _underWay.Add(now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>The attempt has ended that took a place then.</summary>
    public void End(DateTimeOffset taken, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_underWay.Remove(taken))
                _ended.Enqueue(now);
        }
    }

    /// <summary>Gives a place back that was taken then, and not used.</summary>
    public void GiveBack(DateTimeOffset taken)
    {
        lock (_gate)
            _underWay.Remove(taken);
    }
}
