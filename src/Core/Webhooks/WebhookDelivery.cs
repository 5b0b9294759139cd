namespace AgentMail.Core.Webhooks;

/// <summary>One event on its way to one endpoint, and what became of it.</summary>
public sealed class WebhookDelivery
{
    /// <summary><c>whd_…</c>, sortable by time.</summary>
    public required string Id { get; init; }

    public required string TenantId { get; init; }

    public required string WebhookId { get; init; }

    /// <summary>The event's number in the log; null for a test, which no event stands behind.</summary>
    public long? EventNumber { get; init; }

    /// <summary>The header <c>webhook-id</c>: the same at each attempt and replay, so that a receiver can drop what it has.</summary>
    public required string MessageId { get; init; }

    public required string EventType { get; init; }

    /// <summary>The email it is about: what is told of one email is told in order.</summary>
    public string? EmailId { get; init; }

    /// <summary>The JSON of a test; null where it is read from the log.</summary>
    public string? Body { get; init; }

    public required WebhookDeliveryStatus Status { get; set; }

    /// <summary>Calls made since its creation, or since the last replay.</summary>
    public int Attempt { get; set; }

    /// <summary>When the next call is due; null when there is none by itself.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on the days of retrying count: its creation, or the last replay.</summary>
    public required DateTimeOffset DueSince { get; set; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    /// <summary>HTTP status of the last answer; null when there was none.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>Why the last call failed, as a stable word; null when it did not.</summary>
    public string? Failure { get; set; }

    /// <summary>What was seen, and what to do about it, for a person; null when the last call did not fail.</summary>
    public string? Detail { get; set; }

    /// <summary>How long the last call took.</summary>
    public int? DurationMs { get; set; }

    /// <summary>When it came to an end; its time of retention counts from here.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>How a delivery stands.</summary>
public enum WebhookDeliveryStatus
{
    /// <summary>Waits for its first call or for the next one.</summary>
    Pending,

    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>Given up: three days have passed, the endpoint is gone, or the event is no longer kept.</summary>
    Failed,
}
