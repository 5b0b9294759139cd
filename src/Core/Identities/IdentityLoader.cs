using AgentMail.Core.Channels;
using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Identities;

/// <summary>Reads from the database what the resolver needs.</summary>
public static class IdentityLoader
{
    /// <summary>Resolves one sender from its rows.</summary>
    public static async Task<IdentityResolution> ResolveAsync(AgentMailDb db, string tenantId, SenderKind kind, string id, CancellationToken ct) => kind switch
    {
        SenderKind.Agent => await AgentAsync(db, tenantId, id, ct) is { } agent ? IdentityResolver.Resolve(agent) : Unknown(DecisionRule.AgentNotFound, "agent", id),
        SenderKind.Channel => await ChannelAsync(db, tenantId, id, ct) is { } channel ? IdentityResolver.Resolve(channel) : Unknown(DecisionRule.ChannelNotFound, "channel", id),
        SenderKind.Tenant => await TenantAsync(db, tenantId, ct) is { } tenant ? IdentityResolver.Resolve(tenant) : Unknown(DecisionRule.TenantNotFound, "tenant", id),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The version of the sender's identity as of now; null when there is no such sender.</summary>
    public static async Task<long?> VersionAsync(AgentMailDb db, string tenantId, SenderKind kind, string id, CancellationToken ct) => kind switch
    {
        SenderKind.Agent => await db.Agents.Where(a => a.TenantId == tenantId && a.Id == id).Select(a => (long?)a.IdentityVersion).SingleOrDefaultAsync(ct),
        SenderKind.Channel => await db.Channels.Where(c => c.TenantId == tenantId && c.Id == id).Select(c => (long?)c.IdentityVersion).SingleOrDefaultAsync(ct),
        SenderKind.Tenant => await TenantAsync(db, tenantId, ct) is { } tenant ? Math.Max(tenant.Tenant.Version, tenant.Server.Version) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The tenant with its default server, read at one moment.</summary>
    public static Task<TenantSources?> TenantAsync(AgentMailDb db, string tenantId, CancellationToken ct) => (
        from tenant in db.Tenants
        join server in db.Servers on tenant.Id equals server.TenantId
        where tenant.Id == tenantId && server.IsDefault
        select new TenantSources(tenant, server)).AsNoTracking().SingleOrDefaultAsync(ct);

    /// <summary>An agent with profile and server, read at one moment.</summary>
    public static Task<AgentSources?> AgentAsync(AgentMailDb db, string tenantId, string id, CancellationToken ct) => (
        from agent in db.Agents
        where agent.TenantId == tenantId && agent.Id == id
        join profile in db.Profiles on new { agent.TenantId, AgentId = agent.Id } equals new { profile.TenantId, profile.AgentId }
        from server in db.Servers
        where server.TenantId == tenantId && (agent.ServerId == null ? server.IsDefault : server.Id == agent.ServerId)
        select new AgentSources(agent, profile, server)).AsNoTracking().SingleOrDefaultAsync(ct);

    /// <summary>An agent with profile.</summary>
    public static Task<ProfiledAgent?> ProfiledAsync(AgentMailDb db, string tenantId, string id, CancellationToken ct) => (
        from agent in db.Agents
        where agent.TenantId == tenantId && agent.Id == id
        join profile in db.Profiles on new { agent.TenantId, AgentId = agent.Id } equals new { profile.TenantId, profile.AgentId }
        select new ProfiledAgent(agent, profile)).AsNoTracking().SingleOrDefaultAsync(ct);

    /// <summary>A channel with its server, read at one moment.</summary>
    public static Task<ChannelSources?> ChannelAsync(AgentMailDb db, string tenantId, string id, CancellationToken ct) =>
        Channels(db, tenantId, db.Channels.Where(c => c.Id == id)).SingleOrDefaultAsync(ct);

    /// <summary>These channels of the tenant, each with its server.</summary>
    public static IQueryable<ChannelSources> Channels(AgentMailDb db, string tenantId, IQueryable<Channel> channels) => (
        from channel in channels
        from server in db.Servers
        where channel.TenantId == tenantId && server.TenantId == tenantId && (channel.ServerId == null ? server.IsDefault : server.Id == channel.ServerId)
        select new ChannelSources(channel, server)).AsNoTracking();

    /// <summary>All that decides who sends for <paramref name="sender"/>: the agent, the channel named, and the channels open to the agent.</summary>
    public static async Task<SenderFacts> FactsAsync(AgentMailDb db, string tenantId, SenderReference sender, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var agent = sender.AgentId is { } agentId ? await AgentAsync(db, tenantId, agentId, ct) : null;
        var wanted = SenderLookup.ChannelIds(agent, sender);
        return new(agent, wanted.Count == 0 ? [] : await Channels(db, tenantId, db.Channels.Where(c => wanted.Contains(c.Id))).ToListAsync(ct));
    }

    private static IdentityResolution.Refused Unknown(DecisionRule rule, string kind, string id) =>
        new(IdentityRefusal.NotFound, rule, $"There is no {kind} '{id}' in this tenant.");
}
