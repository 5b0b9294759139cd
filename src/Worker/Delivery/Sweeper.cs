using AgentMail.Core.Configuration;
using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Delivery;

/// <summary>
/// Finds by itself whatever no ring told of. One mechanism serves retries, scheduled emails, released mail, lost rings, lanes of dead
/// workers and an empty broker.
/// </summary>
internal sealed class Sweeper(
    DueWork due, ConfigurationApplier changes, LaneDirectory lanes, WorkerPresence presence, WorkerId worker, IOptions<DeliveryOptions> options, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private const int MostLanes = 200;
    private const int MostHeld = 500;
    private const int MostChanges = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        do
        {
            await Guarded(SweepLanesAsync, stoppingToken);
            await Guarded(ReleaseHeldAsync, stoppingToken);
            await Guarded(ApplyPendingAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepLanesAsync(CancellationToken ct) => lanes.Ring(await due.LanesAsync(worker.Value, presence.MayTakeOver, MostLanes, ct));

    private Task ReleaseHeldAsync(CancellationToken ct) => due.ReleaseHeldAsync(MostHeld, ct);

    private async Task ApplyPendingAsync(CancellationToken ct)
    {
        // One that cannot be applied must not stand before all others.
        foreach (var id in await changes.PendingAsync(MostChanges, ct))
            await Guarded(token => changes.ApplyAsync(id, token), ct);
    }

    private async Task Guarded(Func<CancellationToken, Task> sweep, CancellationToken ct)
    {
        try
        {
            await sweep(ct);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            log.LogWarning("A sweep failed and is repeated: {Error}", error.Message);
        }
    }
}
