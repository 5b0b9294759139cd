using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Servers;
using AgentMail.Core.Tenants;

namespace AgentMail.Core.Identities;

/// <summary>An agent with what the agent keeps.</summary>
public record ProfiledAgent(Agent Agent, AgentProfile Profile);

/// <summary>The rows an agent's identity is made of.</summary>
public sealed record AgentSources(Agent Agent, AgentProfile Profile, OutboundServer Server) : ProfiledAgent(Agent, Profile);

/// <summary>The rows that the identity of the contact centre itself is made of.</summary>
/// <param name="Tenant">Its name.</param>
/// <param name="Server">The default server, whose own address it sends as.</param>
public sealed record TenantSources(Tenant Tenant, OutboundServer Server);

/// <summary>The rows a channel's identity is made of.</summary>
public sealed record ChannelSources(Channel Channel, OutboundServer Server);
