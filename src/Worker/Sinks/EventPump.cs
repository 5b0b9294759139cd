using AgentMail.Core.Events;
using AgentMail.Core.Hosting;

namespace AgentMail.Worker.Sinks;

/// <summary>Carries the log to one sink. A dead sink delays no other and no mail; when it is back it gets everything it missed.</summary>
internal sealed class EventPump(IEventSink sink, EventLog events, SinkCursors cursors, WorkerId worker, TimeProvider clock, ILogger<EventPump> log) : BackgroundService
{
    private const int Batch = 200;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
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
            var pause = Poll;
            try
            {
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
            var batch = await events.AfterAsync(number, Batch, ct);
            if (batch.Count > 0)
            {
                await WriteAsync(batch, ct);
                number = batch[^1].Number;
                if (!await cursors.AdvanceAsync(sink.Name, worker.Value, number, ct))
                    return;
            }
            if (batch.Count < Batch)
                await Task.Delay(Poll, clock, ct);
        }
    }

    private async Task WriteAsync(IReadOnlyList<EventRow> batch, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Deadline);
        await sink.WriteAsync(batch, deadline.Token);
    }
}
