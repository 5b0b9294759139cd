using System.Diagnostics.Metrics;
using AgentMail.Core.Delivery;

namespace AgentMail.Core.Telemetry;

/// <summary>The backlog, as this process last saw it in the database that all share: take the maximum over processes, not the sum.</summary>
public sealed class DeliveryMetrics
{
    private readonly TimeProvider _clock;
    private DueBacklog? _backlog;
    private volatile bool _isStalled;

    public DeliveryMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(AgentMailMetrics.MeterName);
        meter.CreateObservableGauge("agentmail.due.emails", () => Volatile.Read(ref _backlog)?.Emails ?? 0, "{email}",
            $"Emails that are due on lanes neither slowed nor paused, of the {DueMail.Window} that have been due for longest.");
        meter.CreateObservableGauge("agentmail.due.oldest.age", Age, "s", "How long the oldest of them has been due.");
        meter.CreateObservableGauge("agentmail.delivery.stalled", () => _isStalled ? 1 : 0, description: "1 while mail is due and no worker takes it. Must read 0.");
        meter.CreateObservableGauge("agentmail.workers.alive", () => Volatile.Read(ref _backlog)?.Workers ?? 0, "{worker}", "Workers that have announced themselves in the last ten seconds.");
    }

    public void Saw(DueBacklog backlog, bool isStalled)
    {
        Volatile.Write(ref _backlog, backlog);
        _isStalled = isStalled;
    }

    private double Age() => Volatile.Read(ref _backlog)?.Oldest is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0;
}
