using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Delivery;

/// <summary>Names a lane: one signed-in mailbox at one server of one tenant, which is what providers count limits by.</summary>
public static class LaneKey
{
    /// <summary>Lane of an identity that signs in with its own credentials.</summary>
    public static string Own(string tenantId, string serverId, SenderKind kind, string senderId) =>
        $"{tenantId}/{serverId}{EndOf(kind, senderId)}";

    /// <summary>Lane of a server's shared account.</summary>
    public static string Shared(string tenantId, string serverId) => $"{StartOf(tenantId, serverId)}shared";

    /// <summary>What the lanes of a server begin with.</summary>
    internal static string StartOf(string tenantId, string serverId) => $"{tenantId}/{serverId}/";

    /// <summary>What the lanes of a sender with own credentials end with, whatever server they are on.</summary>
    internal static string EndOf(SenderKind kind, string senderId) => $"/{WireEnum<SenderKind>.Name(kind)}:{senderId}";

    /// <summary>The tenant a lane belongs to.</summary>
    public static string TenantOf(string lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return lane[..lane.IndexOf('/', StringComparison.Ordinal)];
    }
}
