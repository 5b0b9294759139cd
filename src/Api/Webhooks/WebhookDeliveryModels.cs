using AgentMail.Core.Webhooks;

namespace AgentMail.Api.Webhooks;

/// <summary>One event on its way to one webhook, and what became of it.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="EventId">The header <c>webhook-id</c> of every call: the id of the event, or <c>ev_test_…</c> of a test, which is not in the log.</param>
/// <param name="Type">Such as <c>email.sent</c>, or <c>webhook.test</c>.</param>
/// <param name="EmailId">The email it is about; null where it is about none.</param>
/// <param name="Status"><c>pending</c>: waits for its first call or for the next one. <c>delivered</c>: the endpoint answered 2xx. <c>failed</c>: given up.</param>
/// <param name="Attempt">Calls made since it was written down, or since the last replay.</param>
/// <param name="NextAttemptAt">When the next call is due; null when there is none by itself.</param>
/// <param name="CreatedAt">When it was written down.</param>
/// <param name="LastAttemptAt">When it was last called.</param>
/// <param name="HttpStatus">Status of the last answer; null when there was none.</param>
/// <param name="Failure">Why the last call failed, as a stable word; null when it did not.</param>
/// <param name="Detail">What was seen, and what to do about it.</param>
/// <param name="DurationMs">How long the last call took.</param>
/// <param name="FinishedAt">When it was delivered or given up.</param>
internal sealed record WebhookDeliveryView(
    string Id, string EventId, string Type, string? EmailId, WebhookDeliveryStatus Status, int Attempt, DateTimeOffset? NextAttemptAt, DateTimeOffset CreatedAt,
    DateTimeOffset? LastAttemptAt, int? HttpStatus, string? Failure, string? Detail, int? DurationMs, DateTimeOffset? FinishedAt)
{
    public static WebhookDeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.MessageId, delivery.EventType, delivery.EmailId, delivery.Status, delivery.Attempt, delivery.NextAttemptAt, delivery.CreatedAt,
        delivery.LastAttemptAt, delivery.HttpStatus, delivery.Failure, delivery.Detail, delivery.DurationMs, delivery.FinishedAt);
}
