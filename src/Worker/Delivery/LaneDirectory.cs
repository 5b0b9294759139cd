using System.Collections.Concurrent;
using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Delivery;

/// <summary>The lanes that run in this worker. A consumer rings and returns at once; nobody waits for SMTP here.</summary>
internal sealed class LaneDirectory(
    LaneServices services, IBusRings rings, WorkerId worker, IOptions<DeliveryOptions> options, ILogger<LaneDirectory> log) : IHostedLifecycleService, IDisposable
{
    private readonly ConcurrentDictionary<string, RunningLane> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();

    /// <summary>Lanes whose lease this worker holds.</summary>
    public IReadOnlyCollection<string> Holding => [.. _running.Where(l => l.Value.HasLease).Select(l => l.Key)];

    /// <summary>Wakes each lane, or starts it if its lease is free.</summary>
    public void Ring(IEnumerable<string> lanes)
    {
        foreach (var lane in lanes)
        {
            if (_stopping.IsCancellationRequested)
                return;
            Ring(lane);
        }
    }

    /// <summary>Wakes the lanes that this worker holds, and no others.</summary>
    public void Wake(IEnumerable<string> lanes)
    {
        foreach (var lane in lanes)
        {
            if (_running.TryGetValue(lane, out var running))
                running.Ring();
        }
    }

    /// <summary>Stops a lane whose lease was lost: another worker may be sending for it.</summary>
    public void Abandon(string lane)
    {
        if (_running.TryGetValue(lane, out var running))
            running.Abort.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before anything else stops: no new attempts, and the running ones may end by themselves for a while.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var all = Task.WhenAll(_running.Values.Select(l => l.Task));
        if (await Task.WhenAny(all, Task.Delay(options.Value.DrainTimeout, cancellationToken)) == all)
            return;
        log.LogWarning("SMTP transactions still run after {Timeout}; they are broken off", options.Value.DrainTimeout);
        await _abort.CancelAsync();
        await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _abort.Dispose();
    }

    private void Ring(string lane)
    {
        // Most rings are for a lane that runs. A place made for nothing would stay linked to the stop of the process for good.
        if (!_running.TryGetValue(lane, out var running))
        {
            var fresh = new RunningLane(_abort.Token);
            running = _running.GetOrAdd(lane, fresh);
            if (ReferenceEquals(running, fresh))
            {
                fresh.Task = Task.Run(() => RunAsync(lane, fresh));
                return;
            }
            fresh.Abort.Dispose();
        }
        running.Ring();
    }

    private async Task RunAsync(string key, RunningLane running)
    {
        try
        {
            var answer = await services.Lanes.AcquireAsync(key, worker.Value, running.Abort.Token);
            if (answer.Lease is { } lease)
                await RunAsync(lease, answer, running);
            else
                await rings.WakeHoldersAsync([key], _stopping.Token);
        }
        catch (DatabaseUnavailableException error)
        {
            log.LogWarning("Lane {Lane} waits for the database: {Error}", key, error.Message);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (!_stopping.IsCancellationRequested)
                log.LogError(error, "Lane {Lane} broke off; the sweeper starts it again", key);
        }
        finally
        {
            _running.TryRemove(key, out _);
            running.Abort.Dispose();
        }
        if (running.WasRung)
            Ring([key]);
    }

    private async Task RunAsync(LaneLease lease, LaneAnswer answer, RunningLane running)
    {
        var lane = new Lane(lease, answer, services);
        running.Attach(lane);
        try
        {
            // Closed before the lease is free: the next holder opens as many.
            await using var closed = lane;
            await lane.RunAsync(_stopping.Token, running.Abort.Token);
        }
        finally
        {
            running.Detach();
            await services.Lanes.ReleaseAsync(lease, CancellationToken.None);
        }
        // A ring may have come to another worker just before the lease was free again.
        if (await services.Store.NextDueAsync(lease.Lane, CancellationToken.None) is { } due && due <= services.Clock.GetUtcNow())
            running.Ring();
    }

    /// <summary>A lane's place in the directory, from the first ring on; rings before it has its lease are kept for it.</summary>
    private sealed class RunningLane(CancellationToken abort)
    {
        private readonly Lock _gate = new();
        private Lane? _lane;
        private bool _rung;

        public CancellationTokenSource Abort { get; } = CancellationTokenSource.CreateLinkedTokenSource(abort);

        public Task Task { get; set; } = Task.CompletedTask;

        public bool HasLease
        {
            get
            {
                lock (_gate)
                    return _lane is not null;
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
}
