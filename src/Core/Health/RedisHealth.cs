using AgentMail.Core.Identities;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace AgentMail.Core.Health;

/// <summary>Redis is never the only copy of anything: without it identities come from the database.</summary>
internal sealed class RedisHealth(RedisConnection redis, RedisBreaker breaker) : IHealthCheck
{
    private const string Instead = "sending identities are read from the database.";

    // Longer than a send waits: a moment's delay is no trouble to tell of.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        TimeSpan took;
        try
        {
            took = await PingAsync().Forgotten().WaitAsync(Deadline, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Degraded($"Redis does not answer within {Deadline.TotalSeconds:0} s; {Instead}");
        }
        catch (RedisException)
        {
            return HealthCheckResult.Degraded($"Redis cannot be reached, or does not accept the sign-in of ConnectionStrings:Redis; {Instead}");
        }
        return breaker.IsOpen || took > RedisIdentities.Budget
            ? HealthCheckResult.Degraded($"Redis answers, but too slowly: a send waits {RedisIdentities.Budget.TotalMilliseconds:0} ms for it. Beyond that {Instead}")
            : HealthCheckResult.Healthy();
    }

    private async Task<TimeSpan> PingAsync() => await (await redis.GetAsync()).GetDatabase().PingAsync();
}
