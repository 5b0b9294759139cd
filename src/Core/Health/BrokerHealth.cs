using AgentMail.Core.Messaging;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Core.Health;

/// <summary>
/// Without the broker mail is still accepted and workers find it by sweeping, so its absence is a degradation; so are dead letters, which
/// tell of a fault that somebody should look at.
/// </summary>
internal sealed class BrokerHealth(BrokerProbe broker) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await broker.DeadLettersAsync(cancellationToken) is > 0 and var messages ? HealthCheckResult.Degraded(Words(messages)) : HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return HealthCheckResult.Degraded("The broker cannot be reached; mail is accepted and goes out by sweeping, configuration changes are answered late.");
        }
    }

    private static string Words(long messages) =>
        $"{messages} in the queue {Topology.DeadLetters}: no worker could read or live through them. No mail is lost with them. "
        + "Look at them and at the workers' logs, then empty the queue; docs/when-things-break.md says how.";
}
