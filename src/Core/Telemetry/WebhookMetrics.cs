using System.Diagnostics.Metrics;
using AgentMail.Core.Json;
using AgentMail.Core.Webhooks;

namespace AgentMail.Core.Telemetry;

/// <summary>Calls of webhooks by this process, and how endpoints stand in the database that all share: take the maximum of those over processes.</summary>
public sealed class WebhookMetrics
{
    private const string Delivered = "delivered";

    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _clock;
    private WebhookBacklog _backlog = WebhookBacklog.None;

    public WebhookMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(AgentMailMetrics.MeterName);
        _calls = meter.CreateCounter<long>("agentmail.webhook.calls", "{call}", "Calls of webhooks by outcome: delivered, or why they failed.");
        _duration = meter.CreateHistogram("agentmail.webhook.call.duration", "s", "From looking up the host to the answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60] });
        meter.CreateObservableGauge("agentmail.webhook.pending.deliveries", () => Backlog.Pending, "{delivery}",
            $"Deliveries that wait for a call, counted up to {WebhookBacklog.Window}; endpoints that are disabled left out.");
        meter.CreateObservableGauge("agentmail.webhook.pending.oldest.age", () => Age(Backlog.OldestPending), "s", "How long the oldest of them has been waiting.");
        meter.CreateObservableGauge("agentmail.webhook.due.oldest.age", () => Age(Backlog.OldestDue), "s", "How long a delivery has been due at an endpoint that takes what it gets. Near 0.");
        meter.CreateObservableGauge("agentmail.webhook.endpoints", Endpoints, "{endpoint}", "Webhooks by state: failing takes no events, disabled was disabled by AgentMail because it answered 410.");
    }

    public void Called(WebhookFailure? failure, TimeSpan duration)
    {
        var outcome = new KeyValuePair<string, object?>("outcome", failure is { } word ? WireEnum<WebhookFailure>.Name(word) : Delivered);
        _calls.Add(1, outcome);
        _duration.Record(duration.TotalSeconds);
    }

    public void Saw(WebhookBacklog backlog) => Volatile.Write(ref _backlog, backlog);

    private WebhookBacklog Backlog => Volatile.Read(ref _backlog);

    private double Age(DateTimeOffset? since) => since is { } time ? Math.Max(0, (_clock.GetUtcNow() - time).TotalSeconds) : 0;

    private Measurement<long>[] Endpoints() =>
    [
        new(Backlog.Healthy, new KeyValuePair<string, object?>("state", "healthy")),
        new(Backlog.Failing, new KeyValuePair<string, object?>("state", "failing")),
        new(Backlog.Disabled, new KeyValuePair<string, object?>("state", "disabled")),
    ];
}
