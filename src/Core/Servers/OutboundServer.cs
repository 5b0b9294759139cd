namespace AgentMail.Core.Servers;

/// <summary>A server that mail leaves through, with its shared account. One per tenant is the default; any other is custom.</summary>
public sealed class OutboundServer
{
    /// <summary>The server that a fresh tenant has as its default.</summary>
    public const string SandboxId = "sandbox";

    public required string TenantId { get; init; }

    public required string Id { get; init; }

    public required string Name { get; set; }

    public required ServerKind Kind { get; set; }

    /// <summary>Host name or address; null for a sandbox.</summary>
    public string? Host { get; set; }

    public int Port { get; set; }

    public ConnectionSecurity Security { get; set; }

    public AuthenticationKind Authentication { get; set; }

    /// <summary>Login of the shared account.</summary>
    public string? Username { get; set; }

    /// <summary>Password of the shared account, sealed.</summary>
    public string? SealedPassword { get; set; }

    /// <summary>The place the password was given for, and the only one it is used at; see <see cref="Secrets.SecretPlace"/>.</summary>
    public string? PasswordPlace { get; set; }

    /// <summary>From of mail sent by the shared account for an identity outside <see cref="AllowedFrom"/> (R24).</summary>
    public required string FromAddress { get; set; }

    /// <summary>Addresses the shared account may send as: exact, <c>*@domain</c> or <c>*</c>.</summary>
    public List<string> AllowedFrom { get; set; } = [];

    public bool IsDefault { get; set; }

    /// <summary>As they were set.</summary>
    public ServerLimits Limits { get; set; } = new();

    /// <summary>As they hold: what was not set is as the provider has it.</summary>
    public ServerLimits EffectiveLimits => ProviderLimits.Complete(Host, Limits);

    /// <summary>PEM of the CA that signs this server's certificate, where it is not publicly trusted.</summary>
    public string? CaCertificate { get; set; }

    public long Version { get; set; }
}
