using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Core.Health;

/// <summary>Without a database that takes writes nothing can be accepted, even where it can still be read.</summary>
internal sealed class DatabaseHealth(Database database, DatabaseState state) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = database.Read();
        await db.EventCounters.AnyAsync(cancellationToken);
        if (state.Fault is not { } fault || await TakesWritesAsync(cancellationToken))
            return HealthCheckResult.Healthy();
        return HealthCheckResult.Unhealthy(DatabaseState.Words(fault));
    }

    // Where nothing is written because this very answer keeps traffic away, nobody else would notice that it is over.
    private async Task<bool> TakesWritesAsync(CancellationToken ct)
    {
        try
        {
            await database.WriteAsync((tx, token) => tx.Db.EventCounters.ExecuteUpdateAsync(s => s.SetProperty(c => c.Last, c => c.Last), token), ct);
            return true;
        }
        catch (Exception error) when (error is DatabaseUnavailableException || ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
