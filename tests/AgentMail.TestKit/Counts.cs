using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AgentMail.TestKit;

/// <summary>What the counters of one process's meters have counted since this was made, by name and label.</summary>
public sealed class Counts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public Counts(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument is Counter<long>)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) =>
            _sums.AddOrUpdate(labels.Length == 0 ? instrument.Name : $"{instrument.Name} {labels[0].Value}", value, (_, sum) => sum + value));
        _listener.Start();
    }

    /// <summary>The sum, such as of <c>agentmail.redis.faults timeout</c>; of all its labels where none is named.</summary>
    public long this[string name] => _sums.Where(s => s.Key == name || s.Key.StartsWith(name + " ", StringComparison.Ordinal)).Sum(s => s.Value);

    public void Dispose() => _listener.Dispose();
}
