using System.Text.Json;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Json;

namespace AgentMail.Core.Identities;

/// <summary>Tells of the state of a sending identity, for the durable log.</summary>
internal static class IdentityEvents
{
    /// <summary>The identity cannot sign in; its mail is held.</summary>
    public static EventDraft Paused(SendingIdentity identity, DeliveryError why, DateTimeOffset now) => Draft(EventTypes.IdentityPaused, identity, now, new IdentityPausedData(
        Sender(identity), identity.Override, new(why.Class, why.Reason, why.Hint),
        why.Reply is { } reply ? new(why.Stage, reply.Code, reply.EnhancedCode, reply.Text) : null));

    /// <summary>A paused identity has signed in again.</summary>
    public static EventDraft Recovered(SendingIdentity identity, DateTimeOffset now) =>
        Draft(EventTypes.IdentityRecovered, identity, now, new { sender = Sender(identity) });

    /// <summary>A paused identity, or a server's shared account, has signed in again.</summary>
    public static EventDraft Recovered(SendingIdentity identity, TestSubjectKind kind, DateTimeOffset now) =>
        Draft(EventTypes.IdentityRecovered, identity, kind, now, new { sender = Sender(identity, kind) });

    /// <summary>The identity as events show it; a server that was tested for itself is one of kind <c>server</c>.</summary>
    public static IdentityEventSender Sender(SendingIdentity identity, TestSubjectKind kind) => Sender(identity, WireEnum<TestSubjectKind>.Name(kind));

    public static EventDraft Draft<T>(string type, SendingIdentity identity, TestSubjectKind kind, DateTimeOffset now, T data) => Draft(
        type, identity, now, data, kind == TestSubjectKind.Agent ? identity.Id : null, kind == TestSubjectKind.Channel ? identity.Id : null);

    private static EventDraft Draft<T>(string type, SendingIdentity identity, DateTimeOffset now, T data) => Draft(
        type, identity, now, data, identity.Kind == SenderKind.Agent ? identity.Id : null, identity.Kind == SenderKind.Channel ? identity.Id : null);

    private static EventDraft Draft<T>(string type, SendingIdentity identity, DateTimeOffset now, T data, string? agentId, string? channelId) =>
        new(identity.TenantId, type, now, JsonSerializer.Serialize(data, AgentMailJson.Options), AgentId: agentId, ChannelId: channelId);

    private static IdentityEventSender Sender(SendingIdentity identity) => Sender(identity, WireEnum<SenderKind>.Name(identity.Kind));

    private static IdentityEventSender Sender(SendingIdentity identity, string kind) => new(kind, identity.Id, identity.Address, identity.Server.Id, identity.Version);
}
