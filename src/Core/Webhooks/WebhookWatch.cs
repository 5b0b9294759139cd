using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Webhooks;

/// <summary>Reads how webhooks stand, one look by index for each.</summary>
public sealed class WebhookWatch(Database database, WebhookMetrics metrics, TimeProvider clock, ILogger<WebhookWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>As of now.</summary>
    public async Task<WebhookBacklog> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var endpoints = await (
            from webhook in db.Webhooks
            join row in db.WebhookLanes on new { webhook.TenantId, WebhookId = webhook.Id } equals new { row.TenantId, row.WebhookId } into rows
            from lane in rows.DefaultIfEmpty()
            select new
            {
                webhook.Enabled,
                Disabled = webhook.DisabledReason != null,
                Failing = lane != null && lane.Failures > 0,
                First = db.WebhookDeliveries.Where(d => d.TenantId == webhook.TenantId && d.WebhookId == webhook.Id && d.NextAttemptAt != null)
                    .OrderBy(d => d.NextAttemptAt).Select(d => new { d.DueSince, d.NextAttemptAt }).FirstOrDefault(),
            }).ToListAsync(ct);
        var pending = await db.WebhookDeliveries.Where(d => d.NextAttemptAt != null && db.Webhooks.Any(w => w.TenantId == d.TenantId && w.Id == d.WebhookId && w.Enabled))
            .Take(WebhookBacklog.Window).CountAsync(ct);
        var called = endpoints.Where(e => e.Enabled).ToList();
        return new(
            pending, called.Min(e => e.First?.DueSince), called.Where(e => !e.Failing && e.First?.NextAttemptAt <= now).Min(e => e.First?.NextAttemptAt),
            called.Count(e => !e.Failing), called.Count(e => e.Failing), endpoints.Count(e => !e.Enabled && e.Disabled));
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
                log.LogDebug("How webhooks stand could not be read: {Error}", error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
