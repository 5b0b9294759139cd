using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.TestKit;

/// <summary>What one application has measured since this began to listen. <c>/metrics</c> shows those of all applications in the test process.</summary>
public sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Labels)> _recorded = new();

    public Measurements(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AgentMailMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.Start();
    }

    /// <summary>A gauge as of now.</summary>
    public double Gauge(string name)
    {
        _listener.RecordObservableInstruments();
        return _recorded.Last(r => r.Name == name).Value;
    }

    /// <summary>Everything added to a counter or recorded by a histogram, under these labels.</summary>
    public IReadOnlyList<double> Values(string name, string labels = "") =>
        [.. _recorded.Where(r => r.Name == name && r.Labels.Contains(labels, StringComparison.Ordinal)).Select(r => r.Value)];

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        _recorded.Enqueue((instrument.Name, value, string.Join(',', labels.ToArray().Select(l => $"{l.Key}={l.Value}"))));
}
