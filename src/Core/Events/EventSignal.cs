namespace AgentMail.Core.Events;

/// <summary>Raised when this process has committed events, so that whoever follows the log need not wait for its next look.</summary>
public sealed class EventSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes with the next <see cref="Raise"/>. Take it before looking, so that nothing is missed between look and wait.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    // Whoever commits must not run what waits for it.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
