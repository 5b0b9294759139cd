using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;

namespace AgentMail.Worker.Delivery;

/// <summary>Looks again and again whether this worker holds more than its share of the lanes, and hands some over.</summary>
internal sealed class LaneSharing(
    WorkerPresence presence, LaneDirectory lanes, WorkerId worker, TimeProvider clock, ILogger<LaneSharing> log) : BackgroundService
{
    /// <summary>Each costs the new holder a connection and a sign-in.</summary>
    private const int MostAtOnce = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WorkerStore.Beat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Share(await presence.LoadsAsync(stoppingToken));
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                log.LogDebug("Lanes are not shared out while the database is away: {Error}", error.Message);
            }
        }
    }

    private void Share(IReadOnlyList<WorkerLoad> workers)
    {
        // Those that leave already are still ours in the table.
        if (lanes.AnyLeaves)
            return;
        foreach (var gift in FairShare.GiftsOf(worker.Value, workers, MostAtOnce))
        {
            var chosen = LaneChoice.Choose(lanes.Activities, gift.Lanes, clock.GetUtcNow());
            log.LogInformation("{Count} of {All} lanes go to {Worker}", chosen.Count, lanes.Holding.Count, gift.To);
            lanes.HandOver(chosen, gift.To);
        }
    }
}
