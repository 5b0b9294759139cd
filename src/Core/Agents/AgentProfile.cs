namespace AgentMail.Core.Agents;

/// <summary>What the agent keeps: individual address, credentials, preferences. Saved whole, read back whole (R14).</summary>
public sealed class AgentProfile
{
    /// <summary><see cref="DefaultFrom"/> for the agent's own address.</summary>
    public const string FromAgent = "agent";

    /// <summary>Prefix of <see cref="DefaultFrom"/> for a channel: <c>channel:support</c>.</summary>
    public const string FromChannelPrefix = "channel:";

    public required string TenantId { get; init; }

    public required string AgentId { get; init; }

    /// <summary>The individual address (R1).</summary>
    public string? WorkplaceEmail { get; set; }

    /// <summary>Login at the custom server (R2); null = the workplace email.</summary>
    public string? UserId { get; set; }

    public string? SealedEmailPassword { get; set; }

    /// <summary>The place the password was given for, and the only one it is used at; see <see cref="Secrets.SecretPlace"/>.</summary>
    public string? EmailPasswordPlace { get; set; }

    public string? DateFormat { get; set; }

    public string? DefaultSignatureId { get; set; }

    /// <summary><c>agent</c> or <c>channel:&lt;id&gt;</c> (R10).</summary>
    public string DefaultFrom { get; set; } = FromAgent;

    public string? InteractionSound { get; set; }

    public long Version { get; set; }
}
