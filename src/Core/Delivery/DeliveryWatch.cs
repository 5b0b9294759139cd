using System.Globalization;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentMail.Core.Delivery;

/// <summary>Notices that mail is due and nothing is consumed. It runs in API processes too: they are there when no worker is.</summary>
public sealed class DeliveryWatch(
    DueMail due, DeliveryMetrics metrics, IOptions<DeliveryWatchOptions> options, TimeProvider clock, ILogger<DeliveryWatch> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private StalledDelivery _state = StalledDelivery.None;
    private DateTimeOffset? _next;

    /// <summary>What is wrong and what to do; null while mail is taken.</summary>
    public string? Trouble { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = options.Value.StalledAfter / 6;
        using var timer = new PeriodicTimer(pause < LongestPause ? pause : LongestPause, clock);
        do
        {
            try
            {
                Judge(await due.ReadAsync(_next, stoppingToken));
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                // A database that is away has its own line; what was known of the mail stands until it is back.
                log.LogDebug("What is due could not be read: {Error}", error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Judge(DueBacklog backlog)
    {
        var was = _state;
        _next = backlog.Next;
        _state = was.Look(backlog.Untouched, clock.GetUtcNow(), options.Value.StalledAfter);
        Trouble = _state.IsStalled ? Words(_state.Oldest!.DueSince, backlog.Workers) : null;
        metrics.Saw(backlog, _state.IsStalled);
        if (_state.IsStalled && !was.IsStalled)
            log.LogWarning("{Trouble}", Trouble);
        else if (was.IsStalled && !_state.IsStalled)
            log.LogWarning("Mail that was due since {Since:O} is taken again", was.Oldest!.DueSince);
    }

    private static string Words(DateTimeOffset since, int workers)
    {
        var due = string.Create(CultureInfo.InvariantCulture, $"Mail is due since {since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} and no worker takes it: ");
        return due + (workers == 0
            ? "no worker is alive. Start one, and look at the last lines that workers logged."
            : string.Create(CultureInfo.InvariantCulture, $"{workers} of them say that they are alive. Look at their logs; restart the one that is silent."));
    }
}
