namespace AgentMail.Core.Webhooks;

/// <summary>An address outside that is told of events over HTTPS, signed as Standard Webhooks 1.0 says.</summary>
public sealed class Webhook
{
    public required string TenantId { get; init; }

    public required string Id { get; init; }

    public required string Url { get; set; }

    /// <summary>Types it is told of: exact ones, or all of a kind such as <c>email.*</c>.</summary>
    public List<string> Types { get; set; } = [];

    public bool Enabled { get; set; } = true;

    /// <summary>Why AgentMail itself disabled it; null while it did not.</summary>
    public string? DisabledReason { get; set; }

    /// <summary>The secret that signs, sealed.</summary>
    public required string SealedSecret { get; set; }

    /// <summary>The secret before it, sealed, which signs as well until <see cref="PreviousSecretUntil"/>.</summary>
    public string? SealedPreviousSecret { get; set; }

    /// <summary>When the secret before it ends; null when there is none.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; set; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
