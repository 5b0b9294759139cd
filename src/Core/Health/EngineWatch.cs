using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Health;

/// <summary>Looks at the engines every ten seconds, whether anybody asks for readiness or not: for the gauge, and for one line of the log when one fails and one when it is back.</summary>
internal sealed class EngineWatch(EngineMetrics metrics, ILogger<EngineWatch> log) : IHealthCheckPublisher
{
    /// <summary>Marks the health checks of engines.</summary>
    public const string Tag = "engine";

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (engine, entry) in report.Entries.Where(e => e.Value.Tags.Contains(Tag)))
        {
            if (metrics.Saw(engine, entry.Status) == entry.Status)
                continue;
            if (entry.Status == HealthStatus.Healthy)
                log.LogWarning("Engine {Engine} is healthy again", engine);
            else
                log.LogWarning("Engine {Engine} is {Status}: {Why}", engine, entry.Status, entry.Description ?? entry.Exception?.Message);
        }
        return Task.CompletedTask;
    }
}
