using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;

namespace AgentMail.Worker.Delivery;

/// <summary>Renews the leases of this worker's lanes, and stops lanes whose lease is lost.</summary>
internal sealed class LeaseKeeper(LaneStore lanes, LaneDirectory directory, WorkerId worker, TimeProvider clock, ILogger<LeaseKeeper> log) : BackgroundService
{
    private static readonly TimeSpan PauseWhileAway = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LaneLease.Renewal, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Others wait for a while before they take lanes whose leases ran out in an outage, and not for longer.
            timer.Period = await TryRenewAsync(stoppingToken) ? LaneLease.Renewal : PauseWhileAway;
        }
    }

    private async Task<bool> TryRenewAsync(CancellationToken ct)
    {
        try
        {
            await RenewAsync(ct);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            log.LogWarning("Leases could not be renewed: {Error}", error.Message);
            return false;
        }
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        var before = directory.Holding;
        if (before.Count == 0)
            return;
        var held = (await lanes.RenewAsync(worker.Value, ct)).ToHashSet(StringComparer.Ordinal);
        foreach (var lost in before.Where(lane => !held.Contains(lane)))
        {
            log.LogWarning("The lease of lane {Lane} was lost", lost);
            directory.Abandon(lost);
        }
        directory.Adopt(held);
    }
}
