using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Delivery;

/// <summary>What a lane's key says, without the tenant.</summary>
/// <param name="Id">The key within its tenant.</param>
/// <param name="ServerId">Its server.</param>
/// <param name="Account">Whose account it signs in with.</param>
/// <param name="AccountId">The agent or channel; null for the server's shared account.</param>
public sealed record LaneName(string Id, string ServerId, LaneAccountKind Account, string? AccountId)
{
    /// <summary>Reads a key.</summary>
    public static LaneName Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var id = key[(LaneKey.TenantOf(key).Length + 1)..];
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        var (serverId, account) = (id[..slash], id[(slash + 1)..]);
        var colon = account.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new(id, serverId, LaneAccountKind.Shared, null)
            : new(id, serverId, WireEnum<LaneAccountKind>.Parse(account[..colon]), account[(colon + 1)..]);
    }

    /// <summary>The kind of sender that the account belongs to; null for a shared one.</summary>
    public SenderKind? SenderKind => Account switch
    {
        LaneAccountKind.Agent => Emails.SenderKind.Agent,
        LaneAccountKind.Channel => Emails.SenderKind.Channel,
        _ => null,
    };
}

/// <summary>Whose account a lane signs in with.</summary>
public enum LaneAccountKind
{
    /// <summary>The server's own, which all without override use.</summary>
    Shared,

    /// <summary>An agent's.</summary>
    Agent,

    /// <summary>A channel's.</summary>
    Channel,
}
