using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Emails;

namespace AgentMail.Core.Identities;

/// <summary>What a send request's <c>sender</c> and <c>from</c> may refer to.</summary>
/// <param name="Agent">The agent named, with profile; null when none was named or found.</param>
/// <param name="Channels">The channel named, and the channels open to the agent.</param>
public sealed record SenderScope(ProfiledAgent? Agent, IReadOnlyList<Channel> Channels);

/// <summary>Whose identity a request chose.</summary>
public abstract record SenderSelection
{
    private SenderSelection()
    {
    }

    /// <summary>This identity, at this version, on behalf of <paramref name="AgentId"/> where an agent writes; and the signature that goes with it by default (R8).</summary>
    public sealed record Chosen(SenderKind Kind, string Id, long Version, string? AgentId, string? DefaultSignatureId) : SenderSelection
    {
        /// <summary>Which rule chose From.</summary>
        public IReadOnlyList<DecisionReason> Reasons { get; init; } = [];
    }

    /// <summary>The request names nothing that this sender may use.</summary>
    public sealed record Refused(IntakeRefusal Reason, DecisionRule Rule, string Pointer, string Detail) : SenderSelection;

    /// <summary>Chooses the identity for a request (R10, R17-R20). Pure.</summary>
    public static SenderSelection Choose(SenderReference sender, string? from, SenderScope scope) => sender switch
    {
        { AgentId: null, ChannelId: { } channelId } => ThroughChannel(channelId, from, writer: null, scope),
        { AgentId: { } agentId } when scope.Agent is null =>
            new Refused(IntakeRefusal.IdentityNotFound, DecisionRule.AgentNotFound, "/sender/agentId", $"There is no agent '{agentId}' in this tenant."),
        { AgentId: { } agentId } when !scope.Agent.Agent.Enabled =>
            new Refused(IntakeRefusal.IdentityDisabled, DecisionRule.AgentDisabled, "/sender/agentId", $"Agent '{agentId}' is disabled; an admin can enable it."),
        { AgentId: { } agentId, ChannelId: { } channelId } => scope.Agent.Agent.Channels.Contains(channelId)
            ? ThroughChannel(channelId, from, scope.Agent, scope)
            : Mismatch(DecisionRule.ChannelNotOpen, "/sender/channelId", $"Channel '{channelId}' is not open to agent '{agentId}'."),
        { AgentId: not null } => from is null ? ByDefaultFrom(scope.Agent, scope) : ByAddress(scope.Agent, from, scope),
        _ => new Refused(IntakeRefusal.Validation, DecisionRule.SenderMissing, "/sender", "Name an agentId, a channelId, or both."),
    };

    private static SenderSelection ThroughChannel(string channelId, string? from, ProfiledAgent? writer, SenderScope scope)
    {
        var channel = scope.Channels.FirstOrDefault(c => c.Id == channelId);
        if (channel is null)
            return new Refused(IntakeRefusal.IdentityNotFound, DecisionRule.ChannelNotFound, "/sender/channelId", $"There is no channel '{channelId}' in this tenant.");
        if (from is not null && !SameAddress.Is(from, channel.Address))
        {
            return Mismatch(
                DecisionRule.FromNotOfChannel, "/from", $"Channel '{channelId}' sends as {channel.Address} only; leave out 'from' or give that address.");
        }
        // What a channel alone may do is told by its identity; what an agent may do is the From list.
        if (writer is not null && !channel.Enabled)
            return Mismatch(DecisionRule.ChannelDisabled, "/sender/channelId", $"Channel '{channelId}' is disabled; an admin can enable it.");
        return Through(channel, writer, DecisionRule.SenderChannel, $"The request names channel '{channelId}', which sends as {channel.Address}.");
    }

    private static SenderSelection ByDefaultFrom(ProfiledAgent writer, SenderScope scope)
    {
        var (agentId, chosen) = (writer.Agent.Id, writer.Profile.DefaultFrom);
        if (chosen == AgentProfile.FromAgent)
            return Own(writer, DecisionRule.DefaultFromAgent, $"The request names no From, and the default From of agent '{agentId}' is the own address.");
        var channelId = chosen[AgentProfile.FromChannelPrefix.Length..];
        var channel = OpenChannels(writer, scope).FirstOrDefault(c => c.Id == channelId);
        return channel switch
        {
            null => Mismatch(
                DecisionRule.DefaultFromNotOpen, "/from",
                $"The default From of agent '{agentId}' is channel '{channelId}', which is not open to this agent; give 'from' or change the profile."),
            { Enabled: false } => Mismatch(
                DecisionRule.ChannelDisabled, "/from",
                $"The default From of agent '{agentId}' is channel '{channelId}', which is disabled; give 'from', or an admin can enable the channel."),
            _ => Through(
                channel, writer, DecisionRule.DefaultFromChannel,
                $"The request names no From, and the default From of agent '{agentId}' is channel '{channelId}', {channel.Address}."),
        };
    }

    private static SenderSelection ByAddress(ProfiledAgent writer, string from, SenderScope scope)
    {
        var agentId = writer.Agent.Id;
        if (writer.Profile.WorkplaceEmail is { } own && SameAddress.Is(from, own))
            return Own(writer, DecisionRule.RequestedFrom, $"The request names {own}, the own address of agent '{agentId}'.");
        var named = OpenChannels(writer, scope).Where(c => SameAddress.Is(from, c.Address)).ToList();
        if (named.Find(c => c.Enabled) is { } channel)
            return Through(channel, writer, DecisionRule.RequestedFrom, $"The request names {channel.Address}, the address of channel '{channel.Id}', which is open to agent '{agentId}'.");
        return named is [var disabled, ..]
            ? Mismatch(DecisionRule.ChannelDisabled, "/from", $"{from} is the address of channel '{disabled.Id}', which is disabled; an admin can enable it.")
            : Mismatch(DecisionRule.FromNotInList, "/from", $"{from} is not in the From list of agent '{agentId}'; see GET /v1/agents/{agentId}/from-addresses.");
    }

    private static IEnumerable<Channel> OpenChannels(ProfiledAgent writer, SenderScope scope) =>
        writer.Agent.Channels.Select(id => scope.Channels.FirstOrDefault(c => c.Id == id)).OfType<Channel>();

    private static Chosen Own(ProfiledAgent writer, DecisionRule rule, string why) =>
        new(SenderKind.Agent, writer.Agent.Id, writer.Agent.IdentityVersion, writer.Agent.Id, writer.Profile.DefaultSignatureId) { Reasons = [Because(rule, why)] };

    private static Chosen Through(Channel channel, ProfiledAgent? writer, DecisionRule rule, string why) => new(
        SenderKind.Channel, channel.Id, channel.IdentityVersion, writer?.Agent.Id, writer is null ? channel.DefaultSignatureId : writer.Profile.DefaultSignatureId)
    {
        Reasons = [Because(rule, why)],
    };

    private static DecisionReason Because(DecisionRule rule, string why) => new(DecisionSubject.From, rule, why);

    private static Refused Mismatch(DecisionRule rule, string pointer, string detail) => new(IntakeRefusal.FromMismatch, rule, pointer, detail);
}
