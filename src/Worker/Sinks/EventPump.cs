using AgentMail.Core.Events;
using AgentMail.Core.Hosting;

namespace AgentMail.Worker.Sinks;

/// <summary>Carries the log to one sink. A dead sink delays no other and no mail; when it is back it gets everything it missed.</summary>
internal sealed class EventPump(ILogSink sink, EventLog events, SinkCursors cursors, WorkerId worker, TimeProvider clock, ILogger<EventPump> log) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await cursors.ReleaseAsync(sink.Name, worker.Value, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = sink.Poll;
            try
            {
                if (sink is IExactSink exact)
                    await exact.StartAsync(stoppingToken);
                if (await cursors.ClaimAsync(sink.Name, worker.Value, sink.StartsNow, stoppingToken) is { } number)
                    await PumpAsync(number, stoppingToken);
                else
                    pause = SinkCursors.Lease / 3;
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Sink {Sink} takes no events; they wait for it: {Error}", sink.Name, error.Message);
                pause = PauseAfterFault;
            }
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Writes all there is, while the claim holds; looks again at once as long as batches come full.</summary>
    private async Task PumpAsync(long number, CancellationToken ct)
    {
        var claimedAt = clock.GetTimestamp();
        while (clock.GetElapsedTime(claimedAt) < SinkCursors.Lease / 3)
        {
            var batch = await events.AfterAsync(number, sink.Batch, ct);
            if (batch.Count > 0)
            {
                if (!await CarryAsync(number, batch, ct))
                    return;
                number = batch[^1].Number;
            }
            if (batch.Count < sink.Batch)
                await Task.Delay(sink.Poll, clock, ct);
        }
    }

    /// <summary>Hands events over and moves the sink's place past them; false when another process has taken over.</summary>
    private async Task<bool> CarryAsync(long place, IReadOnlyList<EventRow> batch, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Deadline);
        var last = batch[^1].Number;
        switch (sink)
        {
            case IExactSink exact:
                return await cursors.AdvanceAsync(exact.Name, worker.Value, place, last, await exact.PrepareAsync(place, batch, deadline.Token), ct);
            case IEventSink plain:
                await plain.WriteAsync(batch, deadline.Token);
                return await cursors.AdvanceAsync(plain.Name, worker.Value, last, ct);
            default:
                throw new InvalidOperationException($"Sink {sink.Name} takes events in no known way.");
        }
    }
}
