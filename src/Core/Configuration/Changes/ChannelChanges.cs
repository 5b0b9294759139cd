using AgentMail.Contracts.Commands;
using AgentMail.Core.Agents;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Secrets;
using AgentMail.Core.Signatures;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of channels.</summary>
internal static class ChannelChanges
{
    public static async Task<ChangeOutcome> SaveAsync(SaveChannel command, ChangeContext context, CancellationToken ct)
    {
        var channel = await context.Db.Channels.AsTracking().SingleOrDefaultAsync(c => c.TenantId == context.TenantId && c.Id == command.Id, ct);
        if (command.ExpectedVersion is { } expected && expected != (channel?.Version ?? 0))
            return ChangeOutcome.Stale(channel?.Version ?? 0);
        if (await ServerChoice.CheckAsync(context, command.ServerId, command.Override, ct) is { } wrongServer)
            return wrongServer;
        if (await SignatureChanges.CheckDefaultAsync(context, SignatureOwner.Channel, command.Id, command.DefaultSignatureId, ct) is { } wrongSignature)
            return wrongSignature;
        var created = channel is null;
        if (channel is null)
            context.Db.Channels.Add(channel = new() { TenantId = context.TenantId, Id = command.Id, Name = "", Address = "" });
        channel.Name = command.Name;
        channel.Address = command.Address;
        channel.DisplayName = command.DisplayName;
        channel.Enabled = command.Enabled;
        channel.ServerId = command.ServerId;
        channel.Override = command.Override;
        channel.UserId = command.UserId;
        var place = SecretPlace.Of(await ServerChoice.ServerAsync(context, command.ServerId, ct));
        (channel.SealedPassword, channel.PasswordPlace) = new PlacedSecret(channel.SealedPassword, channel.PasswordPlace).After(command.Password, place);
        channel.Limits = Limits.From(command.Limits);
        channel.DefaultSignatureId = command.DefaultSignatureId;
        channel.Version = channel.IdentityVersion = context.Version;
        context.SenderChanged(SenderKind.Channel, command.Id);
        context.Append(EventTypes.ChannelUpdated, ConfigurationEvents.Channel(channel), channelId: command.Id);
        return ChangeOutcome.Saved(created);
    }

    public static async Task<ChangeOutcome> RemoveAsync(RemoveChannel command, ChangeContext context, CancellationToken ct)
    {
        var (tenantId, id) = (context.TenantId, command.Id);
        var channel = await context.Db.Channels.AsTracking().SingleOrDefaultAsync(c => c.TenantId == tenantId && c.Id == id, ct);
        if (channel is null)
            return ChangeOutcome.NotFound($"channel '{id}'");
        if (command.ExpectedVersion is { } expected && expected != channel.Version)
            return ChangeOutcome.Stale(channel.Version);
        await CloseToAgentsAsync(context, id, ct);
        await SignatureChanges.RemoveAllAsync(context, SignatureOwner.Channel, id, ct);
        context.Db.Channels.Remove(channel);
        return ChangeOutcome.Gone;
    }

    /// <summary>A channel made later under the same id must not be open to agents who had the old one.</summary>
    private static async Task CloseToAgentsAsync(ChangeContext context, string channelId, CancellationToken ct)
    {
        var pattern = $"%\"{channelId}\"%";
        var candidates = await context.Db.Agents
            .FromSql($"""SELECT * FROM agents WHERE "TenantId" = {context.TenantId} AND "Channels" LIKE {pattern}""").AsTracking().ToListAsync(ct);
        foreach (var agent in candidates.Where(a => a.Channels.Contains(channelId)))
        {
            agent.Channels = [.. agent.Channels.Where(c => c != channelId)];
            agent.Version = context.Version;
        }
        var asDefault = AgentProfile.FromChannelPrefix + channelId;
        foreach (var profile in await context.Db.Profiles.AsTracking().Where(p => p.TenantId == context.TenantId && p.DefaultFrom == asDefault).ToListAsync(ct))
        {
            profile.DefaultFrom = AgentProfile.FromAgent;
            profile.Version = context.Version;
        }
    }
}
