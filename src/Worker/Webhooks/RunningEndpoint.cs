namespace AgentMail.Worker.Webhooks;

/// <summary>An endpoint's place among those that this worker calls, from before its lease is held until after it is given back.</summary>
internal sealed class RunningEndpoint(CancellationToken abortAll) : IDisposable
{
    private readonly CancellationTokenSource _abort = CancellationTokenSource.CreateLinkedTokenSource(abortAll);
    private volatile EndpointRun? _run;

    /// <summary>The lease is lost, or there is no more time.</summary>
    public CancellationToken Aborted => _abort.Token;

    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Whether its lease is held.</summary>
    public bool IsHeld => _run is not null;

    /// <summary>Whether it failed when it was found.</summary>
    public required bool IsFailing { get; init; }

    public void Attach(EndpointRun run) => _run = run;

    public void Ring() => _run?.Ring();

    public void BreakOff()
    {
        try
        {
            _abort.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
            return;
        }
    }

    public void Dispose() => _abort.Dispose();
}
