using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Events;

/// <summary>What a sink has not got yet.</summary>
/// <param name="Sink">Its name.</param>
/// <param name="Events">How many events.</param>
/// <param name="Oldest">When the oldest of them happened; null when there is none.</param>
public sealed record SinkLag(string Sink, long Events, DateTimeOffset? Oldest);

/// <summary>Reads how far each sink is behind the log.</summary>
public sealed class SinkWatch(Database database, SinkMetrics metrics, TimeProvider clock, ILogger<SinkWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>The lag of each sink as of now.</summary>
    public async Task<IReadOnlyList<SinkLag>> ReadAsync(CancellationToken ct)
    {
        await using var db = database.Read();
        var cursors = await db.SinkCursors.Select(c => new { c.Sink, c.Number }).ToListAsync(ct);
        var last = await db.EventCounters.Select(c => c.Last).SingleAsync(ct);
        var lags = new List<SinkLag>(cursors.Count);
        foreach (var cursor in cursors)
        {
            var oldest = await db.Events.Where(e => e.Number > cursor.Number).OrderBy(e => e.Number).Select(e => (DateTimeOffset?)e.Timestamp).FirstOrDefaultAsync(ct);
            lags.Add(new(cursor.Sink, oldest is null ? 0 : Math.Max(0, last - cursor.Number), oldest));
        }
        return lags;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                metrics.Saw(await ReadAsync(stoppingToken));
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                log.LogDebug("How far sinks are behind could not be read: {Error}", error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
