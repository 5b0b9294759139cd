using System.Diagnostics.Metrics;
using AgentMail.Core.Events;

namespace AgentMail.Core.Telemetry;

/// <summary>How far sinks are behind, as this process last saw it in the database that all share: take the maximum over processes.</summary>
public sealed class SinkMetrics
{
    private readonly TimeProvider _clock;
    private volatile IReadOnlyList<SinkLag> _lags = [];

    public SinkMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(AgentMailMetrics.MeterName);
        meter.CreateObservableGauge("agentmail.sink.lag.events", () => _lags.Select(l => new Measurement<long>(l.Events, Label(l))), "{event}", "Events that a sink has not got yet.");
        meter.CreateObservableGauge("agentmail.sink.lag.age", () => _lags.Select(l => new Measurement<double>(Age(l), Label(l))), "s", "How long the oldest of them has been waiting.");
    }

    public void Saw(IReadOnlyList<SinkLag> lags) => _lags = lags;

    private double Age(SinkLag lag) => lag.Oldest is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0;

    private static KeyValuePair<string, object?> Label(SinkLag lag) => new("sink", lag.Sink);
}
