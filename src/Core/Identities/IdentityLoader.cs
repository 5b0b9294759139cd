using AgentMail.Core.Emails;
using AgentMail.Core.Servers;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Identities;

/// <summary>Reads from the database what the resolver needs.</summary>
public static class IdentityLoader
{
    /// <summary>Resolves one sender from its rows.</summary>
    public static async Task<IdentityResolution> ResolveAsync(AgentMailDb db, string tenantId, SenderKind kind, string id, CancellationToken ct) => kind switch
    {
        SenderKind.Agent => await AgentAsync(db, tenantId, id, ct) is { } agent ? IdentityResolver.Resolve(agent) : Unknown("agent", id),
        SenderKind.Channel => await ChannelAsync(db, tenantId, id, ct) is { } channel ? IdentityResolver.Resolve(channel) : Unknown("channel", id),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The version of the sender's identity as of now; null when there is no such sender.</summary>
    public static async Task<long?> VersionAsync(AgentMailDb db, string tenantId, SenderKind kind, string id, CancellationToken ct) => kind switch
    {
        SenderKind.Agent => await db.Agents.Where(a => a.TenantId == tenantId && a.Id == id).Select(a => (long?)a.IdentityVersion).SingleOrDefaultAsync(ct),
        SenderKind.Channel => await db.Channels.Where(c => c.TenantId == tenantId && c.Id == id).Select(c => (long?)c.IdentityVersion).SingleOrDefaultAsync(ct),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>An agent with profile and server.</summary>
    public static async Task<AgentSources?> AgentAsync(AgentMailDb db, string tenantId, string id, CancellationToken ct)
    {
        var found = await ProfiledAsync(db, tenantId, id, ct);
        return found is null ? null : new(found.Agent, found.Profile, await ServerAsync(db, tenantId, found.Agent.ServerId, ct));
    }

    /// <summary>An agent with profile.</summary>
    public static Task<ProfiledAgent?> ProfiledAsync(AgentMailDb db, string tenantId, string id, CancellationToken ct) => (
        from agent in db.Agents
        where agent.TenantId == tenantId && agent.Id == id
        join profile in db.Profiles on new { agent.TenantId, AgentId = agent.Id } equals new { profile.TenantId, profile.AgentId }
        select new ProfiledAgent(agent, profile)).AsNoTracking().SingleOrDefaultAsync(ct);

    /// <summary>A channel with its server.</summary>
    public static async Task<ChannelSources?> ChannelAsync(AgentMailDb db, string tenantId, string id, CancellationToken ct)
    {
        var channel = await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.TenantId == tenantId && c.Id == id, ct);
        return channel is null ? null : new(channel, await ServerAsync(db, tenantId, channel.ServerId, ct));
    }

    private static Task<OutboundServer> ServerAsync(AgentMailDb db, string tenantId, string? id, CancellationToken ct) =>
        db.Servers.AsNoTracking().SingleAsync(s => s.TenantId == tenantId && (id == null ? s.IsDefault : s.Id == id), ct);

    private static IdentityResolution.Refused Unknown(string kind, string id) =>
        new(IdentityRefusal.NotFound, $"There is no {kind} '{id}' in this tenant.");
}
