using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;

namespace AgentMail.Worker.Delivery;

/// <summary>Renews the leases of this worker's lanes, and stops lanes whose lease is lost.</summary>
internal sealed class LeaseKeeper(LaneStore lanes, LaneDirectory directory, WorkerId worker, TimeProvider clock, ILogger<LeaseKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LaneLease.Renewal, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RenewAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Leases could not be renewed: {Error}", error.Message);
            }
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
    }
}
