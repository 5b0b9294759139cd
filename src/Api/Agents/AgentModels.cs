using AgentMail.Api.Changes;
using AgentMail.Api.Servers;
using AgentMail.Core.Agents;

namespace AgentMail.Api.Agents;

/// <summary>An agent as an admin configures one.</summary>
internal sealed class AgentRequest
{
    /// <summary>Name beside the address in From; it may not look like an address itself.</summary>
    public required string DisplayName { get; init; }

    /// <summary>False refuses sends. Left out: true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Channels open to the agent, in the order of the From list.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>The agent's server; null = the tenant's default.</summary>
    public string? ServerId { get; init; }

    /// <summary>True: signs in with the agent's own credentials, which needs a custom server.</summary>
    public bool? Override { get; init; }

    /// <summary>Lower limits than the server's; of the two, the lower one counts. Without override only maxMessageBytes has an effect, because the account is shared.</summary>
    public LimitsModel? Limits { get; init; }
}

/// <summary>A person who serves customers.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="DisplayName">Name beside the address in From.</param>
/// <param name="Enabled">False refuses sends.</param>
/// <param name="Channels">Channels open to the agent.</param>
/// <param name="ServerId">The agent's server; null = the default.</param>
/// <param name="Override">Whether the agent signs in with own credentials.</param>
/// <param name="Limits">Lower limits than the server's.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
internal sealed record AgentView(
    string Id, string DisplayName, bool Enabled, IReadOnlyList<string> Channels, string? ServerId, bool Override, LimitsModel? Limits, long Version) : IVersioned
{
    public static AgentView Of(Agent agent) => new(
        agent.Id, agent.DisplayName, agent.Enabled, agent.Channels, agent.ServerId, agent.Override, LimitsModel.Of(agent.Limits), agent.Version);
}

internal static class AgentExamples
{
    public const string Put = """
        { "displayName": "Ann Archer", "enabled": true, "channels": ["support"], "serverId": null, "override": false, "limits": null }
        """;
}
