using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Auth;

/// <summary>What a key of role agent sees: its own things and those of the channels open to it. Everything for other roles.</summary>
/// <param name="AgentId">The agent; null = no restriction.</param>
/// <param name="Channels">Its channels.</param>
internal sealed record AgentScope(string? AgentId, IReadOnlyList<string> Channels)
{
    private static readonly AgentScope Unrestricted = new(null, []);

    public static async Task<AgentScope> OfAsync(Caller caller, AgentMailDb db, CancellationToken ct)
    {
        if (caller.Role != Role.Agent)
            return Unrestricted;
        var channels = await db.Agents.Where(a => a.TenantId == caller.TenantId && a.Id == caller.AgentId).Select(a => a.Channels).SingleOrDefaultAsync(ct);
        return new(caller.AgentId, channels ?? []);
    }

    public bool Sees(string? agentId, string? channelId) =>
        AgentId is null || agentId == AgentId || (channelId is not null && Channels.Contains(channelId));
}
