using AgentMail.Core.Servers;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>The rule that channels and agents share: a named server must exist, and override needs a custom one (R16).</summary>
internal static class ServerChoice
{
    /// <summary>What is wrong with the choice; null when it is good.</summary>
    public static async Task<ChangeOutcome?> CheckAsync(ChangeContext context, string? serverId, bool @override, CancellationToken ct)
    {
        if (serverId is null)
            return @override ? CustomServerNeeded("Name a custom server in serverId.") : null;
        var server = await context.Db.Servers.SingleOrDefaultAsync(s => s.TenantId == context.TenantId && s.Id == serverId, ct);
        if (server is null)
            return ChangeOutcome.Invalid("/serverId", "not-found", $"There is no server '{serverId}'; create it with PUT /v1/servers/{serverId}.");
        return @override && server.IsDefault ? CustomServerNeeded($"Server '{serverId}' is the default.") : null;
    }

    /// <summary>The server that a channel or an agent with this choice is on.</summary>
    public static Task<OutboundServer> ServerAsync(ChangeContext context, string? serverId, CancellationToken ct) =>
        context.Db.Servers.SingleAsync(s => s.TenantId == context.TenantId && (serverId == null ? s.IsDefault : s.Id == serverId), ct);

    private static ChangeOutcome CustomServerNeeded(string why) =>
        ChangeOutcome.Invalid("/override", "not-allowed", "Own credentials are for a custom server, and the default server has its shared account. " + why);
}
