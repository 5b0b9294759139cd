namespace AgentMail.Core.Webhooks;

/// <summary>The right to call one endpoint. Held by one worker at a time; every result written under it carries the fence.</summary>
/// <param name="TenantId">Whose webhook.</param>
/// <param name="WebhookId">Which.</param>
/// <param name="Worker">Who holds it.</param>
/// <param name="Fence">Rises with each holder: a write under an older fence is refused.</param>
public sealed record WebhookLease(string TenantId, string WebhookId, string Worker, long Fence)
{
    /// <summary>How long it outlives the last sign of life of its holder.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    /// <summary>How often a holder renews.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);
}

/// <summary>What a call has made of a delivery.</summary>
/// <param name="Delivery">The delivery as it was before the call.</param>
/// <param name="Answer">What became of the call.</param>
/// <param name="BegunAt">When it was made.</param>
/// <param name="Took">How long it took.</param>
/// <param name="NextAttemptAt">When the next one is due; null when there is none.</param>
/// <param name="At">When this was found.</param>
public sealed record WebhookResult(WebhookDelivery Delivery, WebhookAnswer Answer, DateTimeOffset BegunAt, TimeSpan Took, DateTimeOffset? NextAttemptAt, DateTimeOffset At);
