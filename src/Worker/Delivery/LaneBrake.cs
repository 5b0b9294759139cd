using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>The pace of a running lane. Attempts report to it; its holder asks it, and follows what others write in the lane's row.</summary>
internal sealed class LaneBrake(string lane, LaneSlowness? slowness, LanePace pace, LaneStore store, TimeSpan readEvery, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private LaneSlowness? _slowness = slowness;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>Null at full pace. Once its time has come one attempt is made, which ends it or renews it.</summary>
    public LaneSlowness? Slowness
    {
        get
        {
            lock (_gate)
                return _slowness;
        }
    }

    /// <summary>True while no attempt may begin.</summary>
    public bool IsOn => Slowness is { } slowness && slowness.Until > clock.GetUtcNow();

    /// <summary>Hears what an attempt says about the lane.</summary>
    /// <returns>The pace now, and the change to be written; null where there is none.</returns>
    public (LaneSlowness? Slowness, LanePaceChange? Change) Hear(LaneSignal signal, DateTimeOffset beganAt, double dice)
    {
        lock (_gate)
        {
            var was = _slowness;
            _slowness = pace.Next(was, signal, beganAt, clock.GetUtcNow(), dice);
            return (_slowness, ReferenceEquals(was, _slowness) ? null : new(_slowness));
        }
    }

    /// <summary>Takes over that somebody lets the lane try earlier, such as by saving its account or testing it. Rings may come in thousands: it reads now and then only.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _readAt < readEvery)
            return;
        _readAt = now;
        var stored = await store.SlownessOfAsync(lane, ct);
        lock (_gate)
        {
            // Another count is of a slowdown that is not written yet, or not any more.
            if (_slowness is { } slowness && stored is { } row && row.Times == slowness.Times && row.Until < slowness.Until)
                _slowness = slowness with { Until = row.Until };
        }
    }
}
