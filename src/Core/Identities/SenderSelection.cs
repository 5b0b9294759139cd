using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Emails;

namespace AgentMail.Core.Identities;

/// <summary>What a send request's <c>sender</c> and <c>from</c> may refer to.</summary>
/// <param name="Agent">The agent named, with profile; null when none was named or found.</param>
/// <param name="Channels">The channel named, and the channels open to the agent in the order of the From list.</param>
public sealed record SenderScope(ProfiledAgent? Agent, IReadOnlyList<Channel> Channels);

/// <summary>Whose identity a request chose.</summary>
public abstract record SenderSelection
{
    private SenderSelection()
    {
    }

    /// <summary>This identity, at this version, on behalf of <paramref name="AgentId"/> where an agent writes; and the signature that goes with it by default (R8).</summary>
    public sealed record Chosen(SenderKind Kind, string Id, long Version, string? AgentId, string? DefaultSignatureId) : SenderSelection;

    /// <summary>The request names nothing that this sender may use.</summary>
    public sealed record Refused(IntakeRefusal Reason, string Pointer, string Detail) : SenderSelection;

    /// <summary>Chooses the identity for a request (R10, R17-R20). Pure.</summary>
    public static SenderSelection Choose(SenderReference sender, string? from, SenderScope scope) => sender switch
    {
        { AgentId: null, ChannelId: { } channelId } => ThroughChannel(channelId, from, agentId: null, scope),
        { AgentId: { } agentId } when scope.Agent is null =>
            new Refused(IntakeRefusal.IdentityNotFound, "/sender/agentId", $"There is no agent '{agentId}' in this tenant."),
        { AgentId: { } agentId } when !scope.Agent.Agent.Enabled =>
            new Refused(IntakeRefusal.IdentityDisabled, "/sender/agentId", $"Agent '{agentId}' is disabled; an admin can enable it."),
        { AgentId: { } agentId, ChannelId: { } channelId } => scope.Agent.Agent.Channels.Contains(channelId)
            ? ThroughChannel(channelId, from, agentId, scope)
            : new Refused(IntakeRefusal.FromMismatch, "/sender/channelId", $"Channel '{channelId}' is not open to agent '{agentId}'."),
        { AgentId: { } agentId } => from is null ? ByDefaultFrom(agentId, scope) : ByAddress(agentId, from, scope),
        _ => new Refused(IntakeRefusal.Validation, "/sender", "Name an agentId, a channelId, or both."),
    };

    private static SenderSelection ThroughChannel(string channelId, string? from, string? agentId, SenderScope scope)
    {
        var channel = scope.Channels.FirstOrDefault(c => c.Id == channelId);
        if (channel is null)
            return new Refused(IntakeRefusal.IdentityNotFound, "/sender/channelId", $"There is no channel '{channelId}' in this tenant.");
        if (from is not null && !Same(from, channel.Address))
            return new Refused(IntakeRefusal.FromMismatch, "/from", $"Channel '{channelId}' sends as {channel.Address} only; leave out 'from' or give that address.");
        return Through(channel, agentId is null ? null : scope.Agent);
    }

    private static SenderSelection ByDefaultFrom(string agentId, SenderScope scope)
    {
        var chosen = scope.Agent!.Profile.DefaultFrom ?? AgentProfile.FromAgent;
        if (chosen == AgentProfile.FromAgent)
            return Own(scope.Agent);
        var channelId = chosen[AgentProfile.FromChannelPrefix.Length..];
        return scope.Agent.Agent.Channels.Contains(channelId) && scope.Channels.FirstOrDefault(c => c.Id == channelId) is { } channel
            ? Through(channel, scope.Agent)
            : new Refused(IntakeRefusal.FromMismatch, "/from",
                $"The default From of agent '{agentId}' is channel '{channelId}', which is no longer open to this agent; give 'from' or change the profile.");
    }

    private static SenderSelection ByAddress(string agentId, string from, SenderScope scope)
    {
        if (scope.Agent!.Profile.WorkplaceEmail is { } own && Same(from, own))
            return Own(scope.Agent);
        var channel = scope.Agent.Agent.Channels
            .Select(id => scope.Channels.FirstOrDefault(c => c.Id == id))
            .FirstOrDefault(c => c is not null && Same(from, c.Address));
        return channel switch
        {
            null => new Refused(IntakeRefusal.FromMismatch, "/from",
                $"{from} is not in the From list of agent '{agentId}'; see GET /v1/agents/{agentId}/from-addresses."),
            { Enabled: false } => new Refused(IntakeRefusal.FromMismatch, "/from", $"{from} is the address of channel '{channel.Id}', which is disabled."),
            _ => Through(channel, scope.Agent),
        };
    }

    private static Chosen Own(ProfiledAgent writer) =>
        new(SenderKind.Agent, writer.Agent.Id, writer.Agent.IdentityVersion, writer.Agent.Id, writer.Profile.DefaultSignatureId);

    private static Chosen Through(Channel channel, ProfiledAgent? writer) => new(
        SenderKind.Channel, channel.Id, channel.IdentityVersion, writer?.Agent.Id, writer is null ? channel.DefaultSignatureId : writer.Profile.DefaultSignatureId);

    private static bool Same(string a, string b) => string.Equals(a.Trim(), b, StringComparison.OrdinalIgnoreCase);
}
