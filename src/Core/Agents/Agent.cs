using AgentMail.Core.Servers;

namespace AgentMail.Core.Agents;

/// <summary>A person who serves customers, as the admin configures them.</summary>
public sealed class Agent
{
    public required string TenantId { get; init; }

    public required string Id { get; init; }

    public required string DisplayName { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>Channels open to the agent, in the order of the From list.</summary>
    public List<string> Channels { get; set; } = [];

    /// <summary>The server the agent sends through; null = the tenant's default.</summary>
    public string? ServerId { get; set; }

    /// <summary>True when the agent signs in with own credentials instead of the server's shared account.</summary>
    public bool Override { get; set; }

    public ServerLimits? Limits { get; set; }

    public long Version { get; set; }

    /// <summary>Rises with every change to anything its sending identity is made of: agent, profile, server, the default.</summary>
    public long IdentityVersion { get; set; }
}
