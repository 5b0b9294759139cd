using AgentMail.Core.Agents;
using AgentMail.Core.Storage;

namespace AgentMail.Core.Identities;

/// <summary>One address an agent may choose when writing (R11).</summary>
/// <param name="From"><c>agent</c> or <c>channel:&lt;id&gt;</c>.</param>
/// <param name="Address">The address; null while the agent has no workplace email.</param>
/// <param name="DisplayName">Name beside it.</param>
/// <param name="IsDefault">The one filled in when the agent writes (R10).</param>
/// <param name="Decision">What would become of a send that chooses it.</param>
public sealed record FromChoice(string From, string? Address, string? DisplayName, bool IsDefault, SenderDecision Decision)
{
    /// <summary>Why it cannot send now; null when it can.</summary>
    public SenderDecision.Refused? Refusal => Decision as SenderDecision.Refused;

    /// <summary>Address of From in mail sent so; null when it cannot send.</summary>
    public string? SendsAs => (Decision as SenderDecision.Sends)?.Identity.From;
}

/// <summary>The addresses open to an agent: the own one first, then each channel in the order the admin gave.</summary>
public static class FromList
{
    /// <summary>Builds the list; null when there is no such agent.</summary>
    public static async Task<IReadOnlyList<FromChoice>?> OfAsync(AgentMailDb db, string tenantId, string agentId, CancellationToken ct) =>
        await IdentityLoader.FactsAsync(db, tenantId, new(agentId, null), ct) is { Agent: { } agent } facts ? Build(agent, facts.Channels) : null;

    /// <summary>The list from its rows. Pure.</summary>
    public static IReadOnlyList<FromChoice> Build(AgentSources agent, IReadOnlyList<ChannelSources> channels)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var (agentId, facts) = (agent.Agent.Id, new SenderFacts(agent, channels));
        var open = agent.Agent.Channels.Select(id => channels.FirstOrDefault(c => c.Channel.Id == id)?.Channel).Where(c => c is not null);
        return
        [
            Choice(AgentProfile.FromAgent, agent.Profile.WorkplaceEmail, agent.Agent.DisplayName, Own(agent, facts)),
            .. open.Select(c => Choice(AgentProfile.FromChannelPrefix + c!.Id, c.Address, c.DisplayName, SenderDecision.Of(new(agentId, c.Id), null, facts))),
        ];

        FromChoice Choice(string from, string? address, string? displayName, SenderDecision decision) =>
            new(from, address, displayName, from == agent.Profile.DefaultFrom, decision);
    }

    // Without an address there is nothing that a request could name; the identity says what is missing.
    private static SenderDecision Own(AgentSources agent, SenderFacts facts) => agent.Profile.WorkplaceEmail is { } address
        ? SenderDecision.Of(new(agent.Agent.Id, null), address, facts)
        : SenderDecision.Refused.Of((IdentityResolution.Refused)IdentityResolver.Resolve(agent));
}
