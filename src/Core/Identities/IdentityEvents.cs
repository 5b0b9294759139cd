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
    public static EventDraft Paused(SendingIdentity identity, DeliveryError why, DateTimeOffset now) => new(
        identity.TenantId, EventTypes.IdentityPaused, now,
        JsonSerializer.Serialize(
            new
            {
                sender = new { kind = identity.Kind, id = identity.Id, address = identity.Address, serverId = identity.Server.Id, configVersion = identity.Version },
                error = new { @class = why.Class, code = why.Reason, hint = why.Hint },
                smtp = why.Reply is { } reply ? new { stage = why.Stage, code = reply.Code, enhancedCode = reply.EnhancedCode, reply = reply.Text } : null,
            }, AgentMailJson.Options),
        AgentId: identity.Kind == SenderKind.Agent ? identity.Id : null,
        ChannelId: identity.Kind == SenderKind.Channel ? identity.Id : null);
}
