using AgentMail.Worker.Delivery;

namespace AgentMail.Worker.Webhooks;

/// <summary>Rung by whoever has put deliveries in, so that they need not wait until somebody looks.</summary>
internal sealed class WebhookBell(TimeProvider clock)
{
    private readonly Signal _rung = new();

    public void Ring() => _rung.Set();

    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => _rung.WaitAsync(longest, clock, ct);
}
