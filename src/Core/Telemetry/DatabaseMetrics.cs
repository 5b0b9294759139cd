using System.Diagnostics.Metrics;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;

namespace AgentMail.Core.Telemetry;

/// <summary>Commits: how many writes share one, how long it takes, and what stands against it.</summary>
public sealed class DatabaseMetrics
{
    private readonly Counter<long> _faults;
    private readonly Histogram<int> _writes;
    private readonly Histogram<double> _duration;

    public DatabaseMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AgentMailMetrics.MeterName);
        _faults = meter.CreateCounter<long>("agentmail.database.write.faults", "{fault}", "Commits that failed, by kind; most are tried again.");
        _writes = meter.CreateHistogram("agentmail.database.commit.writes", "{write}", "Writes that shared a commit.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100] });
        _duration = meter.CreateHistogram("agentmail.database.commit.duration", "s", "From the beginning of a transaction to its commit.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public void Failed(DatabaseFault fault) => _faults.Add(1, new KeyValuePair<string, object?>("kind", WireEnum<DatabaseFault>.Name(fault)));

    public void Committed(int writes, TimeSpan duration)
    {
        _writes.Record(writes);
        _duration.Record(duration.TotalSeconds);
    }
}
