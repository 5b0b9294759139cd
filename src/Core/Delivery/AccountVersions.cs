using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>The versions that accounts have by now: a pause is of one version, and whoever mends the account gives it another.</summary>
internal sealed class AccountVersions(Dictionary<(LaneAccountKind Account, string Id), long> versions)
{
    public static async Task<AccountVersions> OfAsync(AgentMailDb db, string tenantId, IReadOnlyList<LaneName> lanes, CancellationToken ct)
    {
        var found = new Dictionary<(LaneAccountKind, string), long>();
        if (Ids(LaneAccountKind.Agent) is { Count: > 0 } agents)
            await db.Agents.Where(a => a.TenantId == tenantId && agents.Contains(a.Id)).ForEachAsync(a => found[(LaneAccountKind.Agent, a.Id)] = a.IdentityVersion, ct);
        if (Ids(LaneAccountKind.Channel) is { Count: > 0 } channels)
            await db.Channels.Where(c => c.TenantId == tenantId && channels.Contains(c.Id)).ForEachAsync(c => found[(LaneAccountKind.Channel, c.Id)] = c.IdentityVersion, ct);
        if (Ids(LaneAccountKind.Shared) is { Count: > 0 } servers)
            await db.Servers.Where(s => s.TenantId == tenantId && servers.Contains(s.Id)).ForEachAsync(s => found[(LaneAccountKind.Shared, s.Id)] = s.Version, ct);
        return new(found);

        List<string> Ids(LaneAccountKind account) => [.. lanes.Where(l => l.Account == account).Select(IdOf)];
    }

    /// <summary>The version of a lane's account; null when it is gone.</summary>
    public long? Of(LaneName lane) => versions.TryGetValue((lane.Account, IdOf(lane)), out var version) ? version : null;

    private static string IdOf(LaneName lane) => lane.AccountId ?? lane.ServerId;
}
