using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Core.Telemetry;

/// <summary>The engines as this process last saw them.</summary>
public sealed class EngineMetrics
{
    private readonly ConcurrentDictionary<string, HealthStatus> _engines = new();

    public EngineMetrics(IMeterFactory meters) => meters.Create(AgentMailMetrics.MeterName).CreateObservableGauge(
        "agentmail.engine.up",
        () => _engines.Select(e => new Measurement<double>(Value(e.Value), new KeyValuePair<string, object?>("engine", e.Key))),
        description: "Each engine as /health/ready sees it from this process: 1 healthy, 0.5 degraded (work goes on without it), 0 unhealthy (nothing is accepted).");

    /// <summary>Notes how an engine is; the answer is how it was.</summary>
    public HealthStatus Saw(string engine, HealthStatus status)
    {
        var before = _engines.GetValueOrDefault(engine, HealthStatus.Healthy);
        _engines[engine] = status;
        return before;
    }

    private static double Value(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => 1,
        HealthStatus.Degraded => 0.5,
        _ => 0,
    };
}
