using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>Counts sends so that no minute, wherever it begins, sees more than the limit.</summary>
internal sealed class MinuteWindow
{
    private readonly Lock _gate = new();
    private readonly LinkedList<DateTimeOffset> _sends = [];

    /// <summary>Counts what was sent before, oldest first.</summary>
    public void Add(IEnumerable<DateTimeOffset> sends)
    {
        lock (_gate)
        {
            foreach (var at in sends)
                _sends.AddLast(at);
        }
    }

    /// <summary>Takes a place now, or says how long until there is one.</summary>
    public TimeSpan Take(int limit, DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_sends.First is { Value: var oldest } && now - oldest >= LaneSends.Minute)
                _sends.RemoveFirst();
            if (_sends.Count >= limit)
                return LaneSends.Minute - (now - _sends.First!.Value);
            _sends.AddLast(now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Gives a place back that was taken then, and not used.</summary>
    public void GiveBack(DateTimeOffset taken)
    {
        lock (_gate)
        {
            if (_sends.FindLast(taken) is { } place)
                _sends.Remove(place);
        }
    }
}
