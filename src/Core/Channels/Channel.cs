using AgentMail.Core.Servers;

namespace AgentMail.Core.Channels;

/// <summary>A mailbox the contact centre shows to customers, shared by agents.</summary>
public sealed class Channel
{
    public required string TenantId { get; init; }

    public required string Id { get; init; }

    public required string Name { get; set; }

    public required string Address { get; set; }

    public string? DisplayName { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>The server it sends through; null = the tenant's default.</summary>
    public string? ServerId { get; set; }

    /// <summary>True when it signs in with its own credentials instead of the server's shared account.</summary>
    public bool Override { get; set; }

    public string? UserId { get; set; }

    public string? SealedPassword { get; set; }

    /// <summary>The place the password was given for, and the only one it is used at; see <see cref="Secrets.SecretPlace"/>.</summary>
    public string? PasswordPlace { get; set; }

    public ServerLimits? Limits { get; set; }

    public string? DefaultSignatureId { get; set; }

    public long Version { get; set; }

    /// <summary>Rises with every change to anything its sending identity is made of: the channel, its server, the default.</summary>
    public long IdentityVersion { get; set; }
}
