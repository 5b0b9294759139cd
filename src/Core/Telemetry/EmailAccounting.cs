using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Telemetry;

/// <summary>Holds P1 against the rows: counts accepted emails that nobody will act on and no state explains.</summary>
public sealed class EmailAccounting(Database database, AgentMailMetrics metrics, TimeProvider clock, ILogger<EmailAccounting> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>The count as of now; must be 0.</summary>
    public async Task<int> UnaccountedAsync(CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Emails.CountAsync(
            e => (e.Status == EmailStatus.Queued || e.Status == EmailStatus.Sending || e.Status == EmailStatus.Delayed) && e.NextActionAt == null, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var unaccounted = await UnaccountedAsync(stoppingToken);
                metrics.Unaccounted(unaccounted);
                if (unaccounted > 0)
                    log.LogError("{Count} accepted emails have no future action and no state that explains it", unaccounted);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Emails could not be accounted for: {Error}", error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
