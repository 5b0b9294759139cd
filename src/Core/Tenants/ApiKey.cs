namespace AgentMail.Core.Tenants;

/// <summary>A caller's key. Only its hash is stored.</summary>
public sealed class ApiKey
{
    public required string Id { get; init; }

    public required string TenantId { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }

    /// <summary>The agent a key of role <see cref="Role.Agent"/> is bound to.</summary>
    public string? AgentId { get; init; }

    /// <summary>SHA-256 of the key, lower-case hex.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What a key may do inside its tenant.</summary>
public enum Role
{
    /// <summary>Everything in the tenant.</summary>
    Admin,

    /// <summary>A CRM: sends as any agent or channel; reads emails, From lists and signatures.</summary>
    Sender,

    /// <summary>One agent: own profile and signatures; sends and reads as itself and through its channels.</summary>
    Agent,

    /// <summary>A dashboard: reads emails without bodies, events and stats.</summary>
    Monitor,
}
