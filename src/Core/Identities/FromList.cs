using AgentMail.Core.Agents;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Identities;

/// <summary>One address an agent may choose when writing (R11).</summary>
/// <param name="From"><c>agent</c> or <c>channel:&lt;id&gt;</c>.</param>
/// <param name="Address">The address; null while the agent has no workplace email.</param>
/// <param name="DisplayName">Name beside it.</param>
/// <param name="IsDefault">The one filled in when the agent writes (R10).</param>
/// <param name="Refusal">Why it cannot send now; null when it can.</param>
/// <param name="SendsAs">Address of From in mail sent so; null when it cannot send.</param>
public sealed record FromChoice(string From, string? Address, string? DisplayName, bool IsDefault, IdentityResolution.Refused? Refusal, string? SendsAs);

/// <summary>The addresses open to an agent: the own one first, then each channel in the order the admin gave.</summary>
public static class FromList
{
    /// <summary>Builds the list; null when there is no such agent.</summary>
    public static async Task<IReadOnlyList<FromChoice>?> OfAsync(AgentMailDb db, string tenantId, string agentId, CancellationToken ct)
    {
        if (await IdentityLoader.AgentAsync(db, tenantId, agentId, ct) is not { } agent)
            return null;
        var servers = await db.Servers.AsNoTracking().Where(s => s.TenantId == tenantId).ToListAsync(ct);
        var open = await db.Channels.AsNoTracking().Where(c => c.TenantId == tenantId && agent.Agent.Channels.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var channels = agent.Agent.Channels.Where(open.ContainsKey).Select(id => open[id])
            .Select(c => new ChannelSources(c, servers.Single(s => c.ServerId is null ? s.IsDefault : s.Id == c.ServerId)));
        return Build(agent, channels);
    }

    /// <summary>The list from its rows. Pure.</summary>
    public static IReadOnlyList<FromChoice> Build(AgentSources agent, IEnumerable<ChannelSources> channels)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var defaultFrom = agent.Profile.DefaultFrom;
        var own = IdentityResolver.Resolve(agent);
        return
        [
            Choice(AgentProfile.FromAgent, agent.Profile.WorkplaceEmail, agent.Agent.DisplayName, own),
            // An agent who is switched off sends as nobody, not even through a channel.
            .. channels.Select(c => Choice(
                AgentProfile.FromChannelPrefix + c.Channel.Id, c.Channel.Address, c.Channel.DisplayName, agent.Agent.Enabled ? IdentityResolver.Resolve(c) : own)),
        ];

        FromChoice Choice(string from, string? address, string? displayName, IdentityResolution resolution) => new(
            from, address, displayName, from == defaultFrom,
            resolution as IdentityResolution.Refused,
            (resolution as IdentityResolution.Resolved)?.Identity.From);
    }
}
