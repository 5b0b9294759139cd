using System.Diagnostics.Metrics;
using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Telemetry;

/// <summary>What AgentMail counts. Labels are closed vocabularies: never an address, a subject or an id.</summary>
public sealed class AgentMailMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "AgentMail";

    private const long NotKnown = -1;

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _transaction;
    private readonly Counter<long> _handedOver;
    private long _lanesHeld;
    private long _unaccounted;
    private long _deadLetters = NotKnown;

    public AgentMailMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>("agentmail.emails.accepted", "{email}", "Send requests answered with 202.");
        _attempts = meter.CreateCounter<long>("agentmail.attempts", "{attempt}", "SMTP attempts by the status they led to.");
        _transaction = meter.CreateHistogram("agentmail.attempt.duration", "s", "From renting a connection to the last reply.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
        _handedOver = meter.CreateCounter<long>("agentmail.lanes.handed.over", "{lane}", "Lanes given to another worker, to share the work or because this one stops.");
        meter.CreateObservableGauge("agentmail.lanes.held", () => Volatile.Read(ref _lanesHeld), "{lane}", "Lanes that this process runs.");
        meter.CreateObservableGauge("agentmail.unaccounted.emails", () => Volatile.Read(ref _unaccounted),
            description: "Accepted emails that are in no final, scheduled, held or uncertain state and have no future action. Must read 0.");
        meter.CreateObservableGauge("agentmail.dead.letters", KnownDeadLetters, "{message}",
            "Bus messages that no worker could read or live through, in the queue agentmail.dead-letters.v1. Shown where there is a broker.");
    }

    public void Accepted() => _accepted.Add(1);

    public void Attempted(EmailStatus status, TimeSpan duration)
    {
        var label = new KeyValuePair<string, object?>("status", WireEnum<EmailStatus>.Name(status));
        _attempts.Add(1, label);
        _transaction.Record(duration.TotalSeconds, label);
    }

    public void LaneTaken() => Interlocked.Increment(ref _lanesHeld);

    public void LaneLetGo() => Interlocked.Decrement(ref _lanesHeld);

    public void LaneHandedOver() => _handedOver.Add(1);

    /// <summary>Messages in the dead letter queue; null while nobody can tell.</summary>
    public void DeadLetters(long? messages) => Volatile.Write(ref _deadLetters, messages ?? NotKnown);

    public void Unaccounted(long emails) => Volatile.Write(ref _unaccounted, emails);

    private IEnumerable<Measurement<long>> KnownDeadLetters() => Volatile.Read(ref _deadLetters) is var messages and not NotKnown ? [new(messages)] : [];
}
