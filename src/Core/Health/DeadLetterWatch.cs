using AgentMail.Core.Messaging;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Health;

/// <summary>Counts the dead letters for the metrics, and says in the log when there are more than before. Its own troubles are nobody else's.</summary>
internal sealed class DeadLetterWatch(BrokerProbe broker, AgentMailMetrics metrics, TimeProvider clock, ILogger<DeadLetterWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var known = 0L;
        do
        {
            var messages = await SampleAsync(stoppingToken);
            metrics.DeadLetters(messages);
            if (messages > known)
                log.LogWarning("{Count} messages lie in the queue {Queue}: no worker could read or live through them", messages, Topology.DeadLetters);
            known = messages ?? known;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<long?> SampleAsync(CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(Deadline);
        try
        {
            return await broker.DeadLettersAsync(deadline.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
        {
            // That the broker is away is said elsewhere.
            log.LogDebug("The dead letters cannot be counted: {Error}", error.Message);
            return null;
        }
    }
}
