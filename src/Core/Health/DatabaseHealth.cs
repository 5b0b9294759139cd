using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Core.Health;

/// <summary>Without the database nothing can be accepted.</summary>
internal sealed class DatabaseHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = database.Read();
        await db.EventCounters.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
