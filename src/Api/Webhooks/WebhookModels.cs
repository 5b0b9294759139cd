using System.Text.Json.Serialization;
using AgentMail.Api.Changes;
using AgentMail.Core.Webhooks;

namespace AgentMail.Api.Webhooks;

/// <summary>A webhook as it is written.</summary>
internal sealed class WebhookRequest
{
    /// <summary>Where events are posted: an absolute <c>https</c> URL of at most 2,048 characters, without user, password and fragment.</summary>
    public required string Url { get; init; }

    /// <summary>What it is told of: 1 to 20 types such as <c>email.sent</c>, kinds such as <c>email.*</c>, or <c>*</c> for everything.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Whether it is called; true when left out. A disabled one misses what happens meanwhile.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>A webhook.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Url">Where events are posted.</param>
/// <param name="Types">What it is told of.</param>
/// <param name="Enabled">Whether it is called.</param>
/// <param name="DisabledReason">Why AgentMail itself disabled it; null while it did not. <c>enabled: true</c> enables it again.</param>
/// <param name="Health">How the endpoint is doing.</param>
/// <param name="Pending">Deliveries that wait for their first call or for the next one.</param>
/// <param name="PreviousSecretUntil">Until when the secret before the present one signs as well; null when none does.</param>
/// <param name="CreatedAt">When it was created: it is told of what happens from then on.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
/// <param name="Secret">What signs the calls, <c>whsec_…</c>. Shown in the answer that makes it and never again.</param>
internal sealed record WebhookView(
    string Id, string Url, IReadOnlyList<string> Types, bool Enabled, string? DisabledReason, WebhookHealthView Health, int Pending,
    DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt, long Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null) : IVersioned
{
    public static WebhookView Of(Webhook webhook, WebhookLane? lane, int pending, DateTimeOffset now) => new(
        webhook.Id, webhook.Url, webhook.Types, webhook.Enabled, webhook.DisabledReason, WebhookHealthView.Of(lane, now), pending,
        webhook.PreviousSecretUntil > now ? webhook.PreviousSecretUntil : null, webhook.CreatedAt, webhook.Version);
}

/// <summary>How an endpoint is doing.</summary>
/// <param name="FailingSince">Since when no call has succeeded; null while they do.</param>
/// <param name="Failures">Calls that failed in a row.</param>
/// <param name="PausedUntil">Until when it is left alone; null while it is called as events come.</param>
internal sealed record WebhookHealthView(DateTimeOffset? FailingSince, int Failures, DateTimeOffset? PausedUntil)
{
    public static WebhookHealthView Of(WebhookLane? lane, DateTimeOffset now) =>
        lane is null ? new(null, 0, null) : new(lane.FailingSince, lane.Failures, lane.PausedUntil > now ? lane.PausedUntil : null);
}

/// <summary>Another secret.</summary>
internal sealed class RotationRequest
{
    /// <summary>For how many hours the present secret signs as well, 0 to 168; 24 when left out.</summary>
    public int? PreviousValidForHours { get; init; }
}

/// <summary>A change of a webhook on its way.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Location">Where to look at it.</param>
/// <param name="Secret">The secret that signs once the operation is applied; shown this once. Left out where the stored one stays.</param>
internal sealed record PendingWebhookView(
    string OperationId, string Location, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret);

internal static class WebhookExamples
{
    public const string Put = """
        { "url": "https://crm.acme.example/agentmail", "types": ["email.*", "identity.paused"], "enabled": true }
        """;

    public const string Rotate = """{ "previousValidForHours": 24 }""";
}
