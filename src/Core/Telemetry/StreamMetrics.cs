using System.Diagnostics.Metrics;
using AgentMail.Core.Json;

namespace AgentMail.Core.Telemetry;

/// <summary>The live stream: who listens, why they leave, and how old an event is when it reaches them.</summary>
public sealed class StreamMetrics
{
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _delay;
    private long _open;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AgentMailMetrics.MeterName);
        meter.CreateObservableGauge("agentmail.streams.open", () => Volatile.Read(ref _open), "{stream}", "Live streams of events that are open in this process.");
        _ended = meter.CreateCounter<long>("agentmail.streams.ended", "{stream}", "Live streams that ended, by reason.");
        _delay = meter.CreateHistogram("agentmail.stream.delay", "s", "From an event's timestamp to its writing to a client that follows live.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public void Opened() => Interlocked.Increment(ref _open);

    public void Ended(StreamEnd reason)
    {
        Interlocked.Decrement(ref _open);
        _ended.Add(1, new KeyValuePair<string, object?>("reason", WireEnum<StreamEnd>.Name(reason)));
    }

    public void Written(TimeSpan delay) => _delay.Record(Math.Max(0, delay.TotalSeconds));
}

/// <summary>Why a live stream ended.</summary>
public enum StreamEnd
{
    /// <summary>The client left, or the connection broke.</summary>
    Client,

    /// <summary>The client took nothing for too long.</summary>
    Stalled,

    /// <summary>The key was deleted or has expired.</summary>
    Key,

    /// <summary>The process ends.</summary>
    Stopping,

    /// <summary>A fault of ours.</summary>
    Fault,
}
