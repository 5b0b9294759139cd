namespace AgentMail.Worker.Smtp;

/// <summary>Kept sessions of one account: a TLS connection per message costs ten times the message.</summary>
public sealed class SmtpSessionPool : IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);

    private readonly SmtpAccount _account;
    private readonly SmtpTimeouts _timeouts;
    private readonly SmtpPoolLimits _limits;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _gate = new();
    private readonly List<SmtpSession> _idle = [];
    private readonly ITimer _sweep;
    private int _failures;
    private int _rented;
    private bool _disposed;

    public SmtpSessionPool(SmtpAccount account, SmtpTimeouts timeouts, SmtpPoolLimits limits, TimeProvider clock)
    {
        (_account, _timeouts, _limits, _clock) = (account, timeouts, limits, clock);
        _slots = new SemaphoreSlim(limits.Connections, limits.Connections);
        _sweep = clock.CreateTimer(_ => _ = CloseIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many sessions are out.</summary>
    public int Rented => Volatile.Read(ref _rented);

    /// <summary>How many sessions there are that seem alive, out or kept.</summary>
    public int SignedIn
    {
        get
        {
            lock (_gate)
                return Rented + _idle.Count(IsGood);
        }
    }

    /// <summary>
    /// A kept session that seems alive, else a new one; waits while all connections are out. A failure holds no slot. One is opened at
    /// a time, and whoever waited for an opening that failed gets <see cref="SmtpOpenResult.NotTried"/>: servers lock accounts that
    /// sign in wrongly too often.
    /// </summary>
    /// <param name="fresh">Opens a new one and closes the kept ones: after <see cref="SmtpTransaction.StaleConnection"/> they are stale as well.</param>
    /// <param name="cancellation">Ends waiting and connecting.</param>
    public async Task<SmtpOpenResult> RentAsync(bool fresh, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        SmtpOpenResult? rented = null;
        try
        {
            return rented = await TakeGoodAsync(fresh) ?? await OpenAsync(cancellation);
        }
        finally
        {
            if (rented?.Session is null)
                _slots.Release();
            else
                Interlocked.Increment(ref _rented);
        }
    }

    /// <summary>Gives a session back, whatever became of it; a dead or worn one is closed.</summary>
    public async ValueTask ReturnAsync(SmtpSession session)
    {
        Interlocked.Decrement(ref _rented);
        try
        {
            if (!IsGood(session) || !Keep(session))
                await session.DisposeAsync();
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Closes the kept sessions; those that are out are closed when they return.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _disposed = true;
        await _sweep.DisposeAsync();
        while (TakeIdle() is { } session)
            await session.DisposeAsync();
    }

    private async Task<SmtpOpenResult?> TakeGoodAsync(bool fresh)
    {
        while (TakeIdle() is { } kept)
        {
            if (!fresh && IsGood(kept))
                return new SmtpOpenResult(kept, null, []);
            await kept.DisposeAsync();
        }
        return null;
    }

    private async Task<SmtpOpenResult> OpenAsync(CancellationToken cancellation)
    {
        var failures = Volatile.Read(ref _failures);
        await _opening.WaitAsync(cancellation);
        try
        {
            if (failures != _failures)
                return SmtpOpenResult.NotTried;
            var opened = await SmtpSession.OpenAsync(_account, _timeouts, _clock, cancellation);
            if (opened.Session is null)
                _failures++;
            return opened;
        }
        finally
        {
            _opening.Release();
        }
    }

    private bool IsGood(SmtpSession session)
    {
        var now = _clock.GetUtcNow();
        return session.IsUsable
            && session.Transactions < _limits.MessagesPerConnection
            && now - session.CreatedAt < SmtpPoolLimits.AgeLimit
            && now - session.LastUsedAt < SmtpPoolLimits.IdleLimit;
    }

    private bool Keep(SmtpSession session)
    {
        lock (_gate)
        {
            if (_disposed)
                return false;
            _idle.Add(session);
            if (_idle.Count == 1)
                _sweep.Change(SweepEvery, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    // The one used last: the others may then grow old and close, and a quiet lane holds few connections.
    private SmtpSession? TakeIdle()
    {
        lock (_gate)
        {
            if (_idle.Count == 0)
                return null;
            var session = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return session;
        }
    }

    private async Task CloseIdleAsync()
    {
        List<SmtpSession> worn;
        lock (_gate)
        {
            worn = _idle.FindAll(session => !IsGood(session));
            _idle.RemoveAll(worn.Contains);
            if (_idle.Count > 0 && !_disposed)
                _sweep.Change(SweepEvery, Timeout.InfiniteTimeSpan);
        }

        foreach (var session in worn)
            await session.DisposeAsync();
    }
}
