namespace AgentMail.Worker.Delivery;

/// <summary>A lane's place in the directory, from the first ring on; rings before it has its lease are kept for it.</summary>
internal sealed class RunningLane(CancellationToken abort)
{
    private readonly Lock _gate = new();
    private Lane? _lane;
    private bool _rung;

    public CancellationTokenSource Abort { get; } = CancellationTokenSource.CreateLinkedTokenSource(abort);

    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>The lane; null while it does not hold its lease.</summary>
    public Lane? Lane
    {
        get
        {
            lock (_gate)
                return _lane;
        }
    }

    public bool WasRung
    {
        get
        {
            lock (_gate)
                return _rung;
        }
    }

    public void Ring()
    {
        lock (_gate)
        {
            if (_lane is null)
                _rung = true;
            else
                _lane.Ring();
        }
    }

    public void Attach(Lane lane)
    {
        lock (_gate)
        {
            _lane = lane;
            _rung = false;
        }
    }

    public void Detach()
    {
        lock (_gate)
            _lane = null;
    }
}
