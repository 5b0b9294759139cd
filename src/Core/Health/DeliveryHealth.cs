using AgentMail.Core.Delivery;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Core.Health;

/// <summary>Mail that nobody takes waits and is not lost, so it is a degradation: what is posted is still accepted.</summary>
internal sealed class DeliveryHealth(DeliveryWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.Trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());
}
