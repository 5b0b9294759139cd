using AgentMail.Contracts.Commands;
using AgentMail.Core.Agents;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Secrets;
using AgentMail.Core.Signatures;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of profiles, by the agent or an admin.</summary>
internal static class ProfileChanges
{
    public static async Task<ChangeOutcome> SaveAsync(SaveProfile command, ChangeContext context, CancellationToken ct)
    {
        var (tenantId, agentId) = (context.TenantId, command.AgentId);
        var agent = await context.Db.Agents.AsTracking().SingleOrDefaultAsync(a => a.TenantId == tenantId && a.Id == agentId, ct);
        if (agent is null)
            return ChangeOutcome.NotFound($"agent '{agentId}'");
        var profile = await context.Db.Profiles.AsTracking().SingleAsync(p => p.TenantId == tenantId && p.AgentId == agentId, ct);
        if (command.ExpectedVersion is { } expected && expected != profile.Version)
            return ChangeOutcome.Stale(profile.Version);
        if (CheckDefaultFrom(command.DefaultFrom, agent) is { } wrongFrom)
            return wrongFrom;
        if (await SignatureChanges.CheckDefaultAsync(context, SignatureOwner.Agent, agentId, command.DefaultSignatureId, ct) is { } wrongSignature)
            return wrongSignature;
        profile.WorkplaceEmail = command.WorkplaceEmail;
        profile.UserId = command.UserId;
        var place = SecretPlace.Of(await ServerChoice.ServerAsync(context, agent.ServerId, ct));
        (profile.SealedEmailPassword, profile.EmailPasswordPlace) =
            new PlacedSecret(profile.SealedEmailPassword, profile.EmailPasswordPlace).After(command.EmailPassword, place);
        profile.DateFormat = command.DateFormat;
        profile.DefaultSignatureId = command.DefaultSignatureId;
        profile.DefaultFrom = command.DefaultFrom;
        profile.InteractionSound = command.InteractionSound;
        profile.Version = agent.IdentityVersion = context.Version;
        context.SenderChanged(SenderKind.Agent, agentId);
        context.Append(EventTypes.ProfileUpdated, ConfigurationEvents.Profile(profile), agentId: agentId);
        return ChangeOutcome.Saved(created: false);
    }

    private static ChangeOutcome? CheckDefaultFrom(string defaultFrom, Agent agent)
    {
        if (defaultFrom == AgentProfile.FromAgent)
            return null;
        var channelId = defaultFrom[AgentProfile.FromChannelPrefix.Length..];
        return agent.Channels.Contains(channelId)
            ? null
            : ChangeOutcome.Invalid("/defaultFrom", "not-found", $"Channel '{channelId}' is not open to agent '{agent.Id}'; an admin can add it to the agent's channels.");
    }
}
