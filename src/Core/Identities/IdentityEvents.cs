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
    public static EventDraft Paused(SendingIdentity identity, DeliveryError why, DateTimeOffset now) => Draft(EventTypes.IdentityPaused, identity, KindOf(identity), now, new
    {
        sender = Sender(identity, KindOf(identity)),
        error = new { @class = why.Class, code = why.Reason, hint = why.Hint },
        smtp = why.Reply is { } reply ? new { stage = why.Stage, code = reply.Code, enhancedCode = reply.EnhancedCode, reply = reply.Text } : null,
    });

    /// <summary>A paused identity has signed in again.</summary>
    public static EventDraft Recovered(SendingIdentity identity, DateTimeOffset now) => Recovered(identity, KindOf(identity), now);

    /// <summary>A paused identity, or a server's shared account, has signed in again.</summary>
    public static EventDraft Recovered(SendingIdentity identity, TestSubjectKind kind, DateTimeOffset now) =>
        Draft(EventTypes.IdentityRecovered, identity, kind, now, new { sender = Sender(identity, kind) });

    /// <summary>The identity as events show it; a server that was tested for itself is one of kind <c>server</c>.</summary>
    public static object Sender(SendingIdentity identity, TestSubjectKind kind) =>
        new { kind, id = identity.Id, address = identity.Address, serverId = identity.Server.Id, configVersion = identity.Version };

    public static EventDraft Draft<T>(string type, SendingIdentity identity, TestSubjectKind kind, DateTimeOffset now, T data) => new(
        identity.TenantId, type, now, JsonSerializer.Serialize(data, AgentMailJson.Options),
        AgentId: kind == TestSubjectKind.Agent ? identity.Id : null,
        ChannelId: kind == TestSubjectKind.Channel ? identity.Id : null);

    private static TestSubjectKind KindOf(SendingIdentity identity) =>
        identity.Kind == SenderKind.Agent ? TestSubjectKind.Agent : TestSubjectKind.Channel;
}
