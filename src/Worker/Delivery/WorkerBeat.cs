using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>Announces this worker again and again, until it has stopped; strikes dead ones off now and then.</summary>
internal sealed class WorkerBeat(WorkerPresence presence, TimeProvider clock, ILogger<WorkerBeat> log) : BackgroundService
{
    private const int BeatsBetweenCleanings = 30;

    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeToLeave);
        await GuardedAsync(presence.RemoveAsync, deadline.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WorkerStore.Beat, clock);
        for (var beats = 0L; ; beats++)
        {
            await GuardedAsync(presence.AnnounceAsync, stoppingToken);
            if (beats % BeatsBetweenCleanings == 0)
                await GuardedAsync(presence.ForgetOthersAsync, stoppingToken);
            if (!await timer.WaitForNextTickAsync(stoppingToken))
                return;
        }
    }

    /// <summary>Mail goes out whether others know of this worker or not.</summary>
    private async Task GuardedAsync(Func<CancellationToken, Task> write, CancellationToken ct)
    {
        try
        {
            await write(ct);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.LogDebug("The table of workers could not be written: {Error}", error.Message);
        }
    }
}
