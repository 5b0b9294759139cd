namespace AgentMail.Worker.Smtp;

/// <summary>A time limit that moves from stage to stage, joined with the caller's cancellation.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _caller;

    public Deadline(TimeSpan first, TimeProvider clock, CancellationToken caller)
    {
        _time = new CancellationTokenSource(first, clock);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, caller);
        _caller = caller;
    }

    public CancellationToken Token => _linked.Token;

    public bool HasPassed => _time.IsCancellationRequested;

    public void Restart(TimeSpan time) => _time.CancelAfter(time);

    /// <summary>Cancelling is the caller's wish, not an outcome; a passed deadline is one.</summary>
    public void ThrowIfCancelledByCaller() => _caller.ThrowIfCancellationRequested();

    public void Dispose()
    {
        _linked.Dispose();
        _time.Dispose();
    }
}
