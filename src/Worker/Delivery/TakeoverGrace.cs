using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>
/// Whether an expired lease of another worker says that this worker is dead. While the database is away all leases run out, and once it
/// is back their holders are about to write results they know by now: whoever took their lanes at once would make those uncertain. So
/// nobody takes over before all have had time to renew.
/// </summary>
internal sealed class TakeoverGrace
{
    /// <summary>Leases of living holders outlast a shorter silence of the database.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(10);

    /// <summary>A renewal, and what it may take a worker to see that the database is back.</summary>
    public static readonly TimeSpan Length = LaneLease.Renewal + TimeSpan.FromSeconds(12);

    private readonly Lock _gate = new();
    private DateTimeOffset? _heardAt;
    private DateTimeOffset _heardSince;

    /// <summary>The database took a write of this worker.</summary>
    public void Heard(DateTimeOffset now)
    {
        lock (_gate)
        {
            // A worker that has just started cannot know for how long the database was away.
            if (_heardAt is not { } last || now - last > Gap)
                _heardSince = now;
            _heardAt = now;
        }
    }

    /// <summary>True when the database was there for long enough, and still is.</summary>
    public bool IsOver(DateTimeOffset now)
    {
        lock (_gate)
            return now - _heardAt <= Gap && now - _heardSince >= Length;
    }
}
