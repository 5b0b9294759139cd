using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Json;

namespace AgentMail.Core.Identities;

/// <summary>Tells of the state of a sending identity, for the durable log.</summary>
internal static class IdentityEvents
{
    /// <summary>The identity cannot sign in; its mail is held.</summary>
    public static EventDraft Paused(SendingIdentity identity, DeliveryError why, DateTimeOffset now) => Draft(EventTypes.IdentityPaused, identity, now, new
    {
        sender = Sender(identity),
        error = new { @class = why.Class, code = why.Reason, hint = why.Hint },
        smtp = why.Reply is { } reply ? new { stage = why.Stage, code = reply.Code, enhancedCode = reply.EnhancedCode, reply = reply.Text } : null,
    });

    /// <summary>A paused identity has signed in again.</summary>
    public static EventDraft Recovered(SendingIdentity identity, DateTimeOffset now) =>
        Draft(EventTypes.IdentityRecovered, identity, now, new { sender = Sender(identity) });

    private static object Sender(SendingIdentity identity) =>
        new { kind = identity.Kind, id = identity.Id, address = identity.Address, serverId = identity.Server.Id, configVersion = identity.Version };

    private static EventDraft Draft<T>(string type, SendingIdentity identity, DateTimeOffset now, T data) => new(
        identity.TenantId, type, now, JsonSerializer.Serialize(data, AgentMailJson.Options),
        AgentId: identity.Kind == SenderKind.Agent ? identity.Id : null,
        ChannelId: identity.Kind == SenderKind.Channel ? identity.Id : null);
}
