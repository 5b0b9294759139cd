namespace AgentMail.Core.Emails;

/// <summary>The first answer to a keyed request, for as long as a repeat must get it again.</summary>
public sealed class IdempotencyRecord
{
    public required string TenantId { get; init; }

    /// <summary>The caller's <c>Idempotency-Key</c>.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request body, lower-case hex.</summary>
    public required string RequestHash { get; init; }

    public required string EmailId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
