namespace AgentMail.Core.Identities;

/// <summary>
/// Spares waits for a Redis that has just failed: after a failure nobody asks for two seconds, and then one does, on whose answer it
/// depends for all. So in a process at most one send in two seconds waits, however many there are, besides those who were already asking.
/// </summary>
internal sealed class RedisBreaker(TimeProvider clock)
{
    /// <summary>How long nobody asks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private long? _failedAt;
    private bool _isTried;

    /// <summary>Whether Redis has failed so lately that it is not asked.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
                return _failedAt is { } at && clock.GetElapsedTime(at) < Pause;
        }
    }

    /// <summary>Whether to ask. Who does says how it went.</summary>
    public bool MayEnter()
    {
        lock (_gate)
        {
            if (_failedAt is not { } at)
                return true;
            if (clock.GetElapsedTime(at) < Pause)
                return false;
            // The others go on without, as if this one had failed already.
            (_failedAt, _isTried) = (clock.GetTimestamp(), true);
            return true;
        }
    }

    public void Succeeded()
    {
        lock (_gate)
        {
            // An answer to what was asked before the failure says nothing about the time since.
            if (_isTried)
                (_failedAt, _isTried) = (null, false);
        }
    }

    public void Failed()
    {
        lock (_gate)
            (_failedAt, _isTried) = (clock.GetTimestamp(), false);
    }
}
