namespace AgentMail.TestKit.Smtp;

/// <summary>A place at which the scripted server stands still, reading and saying nothing, until the test lets it go on.</summary>
public sealed class SmtpHold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task ReachedAsync(TimeSpan within) => _reached.Task.WaitAsync(within);

    public void Release() => _released.TrySetResult();

    internal Task StandAsync(CancellationToken cancellation)
    {
        _reached.TrySetResult();
        return _released.Task.WaitAsync(cancellation);
    }
}
