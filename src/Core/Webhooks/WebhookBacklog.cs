namespace AgentMail.Core.Webhooks;

/// <summary>How webhooks stand as a whole.</summary>
/// <param name="Pending">Deliveries that wait for a call, up to <see cref="Window"/>.</param>
/// <param name="OldestPending">Since when the oldest waits.</param>
/// <param name="OldestDue">Since when one is due at an endpoint that takes what it gets.</param>
/// <param name="Healthy">Endpoints that take what they get.</param>
/// <param name="Failing">Endpoints that do not.</param>
/// <param name="Disabled">Endpoints that AgentMail has disabled.</param>
public sealed record WebhookBacklog(int Pending, DateTimeOffset? OldestPending, DateTimeOffset? OldestDue, int Healthy, int Failing, int Disabled)
{
    /// <summary>How many deliveries one look counts.</summary>
    public const int Window = 10_000;

    /// <summary>Before the first look.</summary>
    public static readonly WebhookBacklog None = new(0, null, null, 0, 0, 0);
}
