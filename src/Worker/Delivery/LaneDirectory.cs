using System.Collections.Concurrent;
using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Delivery;

/// <summary>The lanes that run in this worker. A consumer rings and returns at once; nobody waits for SMTP here.</summary>
internal sealed class LaneDirectory(
    LaneServices services, LaneHandover handover, WorkerPresence presence, AgentMailMetrics metrics, IBusRings rings, WorkerId worker,
    IOptions<DeliveryOptions> options, ILogger<LaneDirectory> log) : IHostedLifecycleService, IDisposable
{
    private readonly ConcurrentDictionary<string, RunningLane> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private Task<Successors>? _successors;

    /// <summary>Lanes whose lease this worker holds.</summary>
    public IReadOnlyCollection<string> Holding => [.. _running.Where(l => l.Value.Lane is not null).Select(l => l.Key)];

    /// <summary>What each of them does just now.</summary>
    public IReadOnlyCollection<LaneActivity> Activities => [.. _running.Values.Select(l => l.Lane?.Activity).OfType<LaneActivity>()];

    /// <summary>True while some are on their way to another worker.</summary>
    public bool AnyLeaves => _running.Values.Any(l => l.Lane is { IsLeaving: true });

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

    /// <summary>Starts those of this worker's lanes that do not run here: the ring that told of their handing over was lost.</summary>
    public void Adopt(IEnumerable<string> own) => Ring(own.Where(lane => !_running.ContainsKey(lane)));

    /// <summary>Asks lanes to end what they do and to go to that worker.</summary>
    public void HandOver(IEnumerable<string> lanes, string to)
    {
        foreach (var lane in lanes)
        {
            if (_running.TryGetValue(lane, out var running))
                running.Lane?.LeaveFor(to);
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
        _successors = presence.LeaveAsync(cancellationToken);
        await _stopping.CancelAsync();
        var all = Task.WhenAll(_running.Values.Select(l => l.Task));
        if (await Task.WhenAny(all, Task.Delay(options.Value.DrainTimeout, cancellationToken)) == all)
            return;
        log.LogWarning("SMTP transactions still run after {Timeout}; they are broken off", options.Value.DrainTimeout);
        await _abort.CancelAsync();
        await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What was handed to this worker when it had stopped already goes to the others at once.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_running.IsEmpty)
                await services.Lanes.ReleaseAllOfAsync(worker.Value, cancellationToken);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.LogInformation("Lanes that stand to the name of this worker become free when their leases end: {Error}", error.Message);
        }
    }

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
            var answer = await services.Lanes.AcquireAsync(key, worker.Value, presence.MayTakeOver, running.Abort.Token);
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
        metrics.LaneTaken();
        string? to = null;
        try
        {
            // Closed before the lease is free: the next holder opens as many.
            await using var closed = lane;
            to = await lane.RunAsync(_stopping.Token, running.Abort.Token);
        }
        finally
        {
            running.Detach();
            metrics.LaneLetGo();
            await handover.LetGoAsync(lease, to ?? await SuccessorAsync(lease.Lane));
        }
        if (to is not null || _stopping.IsCancellationRequested)
            return;
        // A ring may have come to another worker just before the lease was free again.
        if (await HasWorkAsync(lease.Lane))
            running.Ring();
    }

    /// <summary>Who gets a lane with mail due when this worker stops: nobody is to wait until a sweep finds it.</summary>
    private async Task<string?> SuccessorAsync(string lane) =>
        _successors is { } successors && await HasWorkAsync(lane) ? (await successors).Next() : null;

    private async Task<bool> HasWorkAsync(string lane) =>
        await services.Store.NextDueAsync(lane, CancellationToken.None) is { } due && due <= services.Clock.GetUtcNow();
}
