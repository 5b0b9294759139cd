namespace AgentMail.Core.Webhooks;

/// <summary>How an endpoint is doing, and which worker calls it: a lane of its own, so that a dead one delays no other.</summary>
public sealed class WebhookLane
{
    public required string TenantId { get; init; }

    public required string WebhookId { get; init; }

    /// <summary>The worker that calls it; null when nobody does.</summary>
    public string? Owner { get; set; }

    /// <summary>Rises with each change of owner. A write under an older one is refused.</summary>
    public long Fence { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>Calls that failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Since when no call has succeeded; null while they do.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Until when it is left alone, whatever waits for it; null while it is called as events come.</summary>
    public DateTimeOffset? PausedUntil { get; set; }
}
