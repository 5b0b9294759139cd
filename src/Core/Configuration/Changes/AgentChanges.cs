using AgentMail.Contracts.Commands;
using AgentMail.Core.Agents;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Signatures;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of agents by an admin.</summary>
internal static class AgentChanges
{
    public static async Task<ChangeOutcome> SaveAsync(SaveAgent command, ChangeContext context, CancellationToken ct)
    {
        var agent = await context.Db.Agents.AsTracking().SingleOrDefaultAsync(a => a.TenantId == context.TenantId && a.Id == command.Id, ct);
        if (command.ExpectedVersion is { } expected && expected != (agent?.Version ?? 0))
            return ChangeOutcome.Stale(agent?.Version ?? 0);
        if (await ServerChoice.CheckAsync(context, command.ServerId, command.Override, ct) is { } wrongServer)
            return wrongServer;
        if (await CheckChannelsAsync(context, command.Channels, ct) is { } wrongChannel)
            return wrongChannel;
        var created = agent is null;
        if (agent is null)
        {
            context.Db.Agents.Add(agent = new() { TenantId = context.TenantId, Id = command.Id, DisplayName = "" });
            context.Db.Profiles.Add(new() { TenantId = context.TenantId, AgentId = command.Id, Version = context.Version });
        }
        agent.DisplayName = command.DisplayName;
        agent.Enabled = command.Enabled;
        agent.Channels = [.. command.Channels];
        agent.ServerId = command.ServerId;
        agent.Override = command.Override;
        agent.Limits = Limits.From(command.Limits);
        agent.Version = agent.IdentityVersion = context.Version;
        await ForgetClosedDefaultAsync(agent, context, ct);
        context.SenderChanged(SenderKind.Agent, command.Id);
        return ChangeOutcome.Saved(created);
    }

    public static async Task<ChangeOutcome> RemoveAsync(RemoveAgent command, ChangeContext context, CancellationToken ct)
    {
        var (tenantId, id) = (context.TenantId, command.Id);
        var agent = await context.Db.Agents.AsTracking().SingleOrDefaultAsync(a => a.TenantId == tenantId && a.Id == id, ct);
        if (agent is null)
            return ChangeOutcome.NotFound($"agent '{id}'");
        if (command.ExpectedVersion is { } expected && expected != agent.Version)
            return ChangeOutcome.Stale(agent.Version);
        await SignatureChanges.RemoveAllAsync(context, SignatureOwner.Agent, id, ct);
        context.Db.Profiles.RemoveRange(await context.Db.Profiles.AsTracking().Where(p => p.TenantId == tenantId && p.AgentId == id).ToListAsync(ct));
        context.Db.ApiKeys.RemoveRange(await context.Db.ApiKeys.AsTracking().Where(k => k.TenantId == tenantId && k.AgentId == id).ToListAsync(ct));
        context.Db.Agents.Remove(agent);
        return ChangeOutcome.Gone;
    }

    /// <summary>A default From through a channel that the agent does not have any more becomes the own address, as when the channel is removed.</summary>
    private static async Task ForgetClosedDefaultAsync(Agent agent, ChangeContext context, CancellationToken ct)
    {
        var profile = await context.Db.Profiles.AsTracking().SingleOrDefaultAsync(p => p.TenantId == context.TenantId && p.AgentId == agent.Id, ct);
        if (profile is null || profile.DefaultFrom == AgentProfile.FromAgent || agent.Channels.Contains(profile.DefaultFrom[AgentProfile.FromChannelPrefix.Length..]))
            return;
        profile.DefaultFrom = AgentProfile.FromAgent;
        profile.Version = context.Version;
        context.Append(EventTypes.ProfileUpdated, ConfigurationEvents.Profile(profile), agentId: agent.Id);
    }

    private static async Task<ChangeOutcome?> CheckChannelsAsync(ChangeContext context, IReadOnlyList<string> channels, CancellationToken ct)
    {
        var known = await context.Db.Channels.Where(c => c.TenantId == context.TenantId && channels.Contains(c.Id)).Select(c => c.Id).ToListAsync(ct);
        for (var i = 0; i < channels.Count; i++)
        {
            if (!known.Contains(channels[i]))
                return ChangeOutcome.Invalid($"/channels/{i}", "not-found", $"There is no channel '{channels[i]}'; create it with PUT /v1/channels/{channels[i]}.");
        }
        return null;
    }
}
