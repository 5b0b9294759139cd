using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;

namespace AgentMail.Worker.Delivery;

/// <summary>This worker in the table of workers, and what it learns from being heard there. Alone on its bus it has nobody to tell.</summary>
internal sealed class WorkerPresence(WorkerStore workers, WorkerId worker, RunMode mode, TimeProvider clock, ILogger<WorkerPresence> log)
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly TakeoverGrace _grace = new();
    private volatile bool _draining;

    /// <summary>False in an installation of one process.</summary>
    public bool HasOthers => !mode.HostsWorker;

    /// <summary>Whether an expired lease of another worker counts as none.</summary>
    public bool MayTakeOver => !HasOthers || _grace.IsOver(clock.GetUtcNow());

    /// <summary>Says that it lives.</summary>
    public async Task AnnounceAsync(CancellationToken ct)
    {
        await workers.AnnounceAsync(worker.Value, _startedAt, _draining, ct);
        _grace.Heard(clock.GetUtcNow());
    }

    /// <summary>The workers that take lanes, this one among them unless it stops.</summary>
    public Task<IReadOnlyList<WorkerLoad>> LoadsAsync(CancellationToken ct) => workers.LoadsAsync(ct);

    /// <summary>Says that it stops, so that nobody hands lanes to it; returns those who may get its own.</summary>
    public async Task<Successors> LeaveAsync(CancellationToken ct)
    {
        if (!HasOthers)
            return new([]);
        _draining = true;
        try
        {
            await AnnounceAsync(ct);
            return new(await LoadsAsync(ct));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.LogWarning("Whom the lanes of this worker could go to is not known; they are set free: {Error}", error.Message);
            return new([]);
        }
    }

    /// <summary>Strikes it off.</summary>
    public Task RemoveAsync(CancellationToken ct) => workers.RemoveAsync(worker.Value, ct);

    /// <summary>Strikes off who died.</summary>
    public Task ForgetOthersAsync(CancellationToken ct) => workers.ForgetAsync(ct);
}
