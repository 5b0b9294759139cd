using AgentMail.Contracts.Commands;
using AgentMail.Core.Delivery;
using AgentMail.Core.Events;
using AgentMail.Core.Json;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of outbound servers. Exactly one server of a tenant is its default.</summary>
internal static class ServerChanges
{
    public static async Task<ChangeOutcome> SaveAsync(SaveServer command, ChangeContext context, CancellationToken ct)
    {
        var servers = await context.Db.Servers.AsTracking().Where(s => s.TenantId == context.TenantId).ToListAsync(ct);
        var server = servers.SingleOrDefault(s => s.Id == command.Id);
        if (command.ExpectedVersion is { } expected && expected != (server?.Version ?? 0))
            return ChangeOutcome.Stale(server?.Version ?? 0);
        if (server is { IsDefault: true } && !command.IsDefault)
            return ChangeOutcome.Invalid("/isDefault", "not-allowed", "A tenant has one default server: make another one the default, and this one becomes custom.");
        var defaultMoves = command.IsDefault && server is not { IsDefault: true };
        if (defaultMoves && await UsersAsync(context, command.Id, withOverride: true, ct) is { Count: > 0 } owners)
        {
            return ChangeOutcome.Conflict(
                $"{string.Join(", ", owners)} sign in to server '{command.Id}' with own credentials, which are for a custom server; switch their override off or move them first.");
        }
        var created = server is null;
        if (server is null)
            context.Db.Servers.Add(server = new() { TenantId = context.TenantId, Id = command.Id, Name = "", Kind = default, FromAddress = "" });
        foreach (var former in servers.Where(s => s.IsDefault && defaultMoves))
            MakeCustom(former, context);
        Copy(command, server);
        server.Version = context.Version;
        await TouchIdentitiesAsync(context, server.Id, server.IsDefault, ct);
        await SlowLanes.HurryServerAsync(context.Db, context.TenantId, server.Id, context.Now, ct);
        context.Append(EventTypes.ServerUpdated, ConfigurationEvents.Server(server));
        return ChangeOutcome.Saved(created);
    }

    public static async Task<ChangeOutcome> RemoveAsync(RemoveServer command, ChangeContext context, CancellationToken ct)
    {
        var (tenantId, id) = (context.TenantId, command.Id);
        var server = await context.Db.Servers.AsTracking().SingleOrDefaultAsync(s => s.TenantId == tenantId && s.Id == id, ct);
        if (server is null)
            return ChangeOutcome.NotFound($"server '{id}'");
        if (command.ExpectedVersion is { } expected && expected != server.Version)
            return ChangeOutcome.Stale(server.Version);
        if (server.IsDefault)
            return ChangeOutcome.Conflict($"Server '{id}' is the default; make another server the default first.");
        var users = await UsersAsync(context, id, withOverride: false, ct);
        if (users.Count > 0)
            return ChangeOutcome.Conflict($"Server '{id}' is still used by {string.Join(", ", users)}; move them to another server first.");
        context.Db.Servers.Remove(server);
        return ChangeOutcome.Gone;
    }

    private static void MakeCustom(OutboundServer former, ChangeContext context)
    {
        former.IsDefault = false;
        former.Version = context.Version;
        context.Append(EventTypes.ServerUpdated, ConfigurationEvents.Server(former));
    }

    private static void Copy(SaveServer command, OutboundServer server)
    {
        server.Name = command.Name;
        server.Kind = WireEnum<ServerKind>.Parse(command.ServerKind);
        server.Host = command.Host;
        server.Port = command.Port;
        server.Security = WireEnum<ConnectionSecurity>.Parse(command.Security);
        server.Authentication = WireEnum<AuthenticationKind>.Parse(command.Authentication);
        server.Username = command.Username;
        (server.SealedPassword, server.PasswordPlace) =
            new PlacedSecret(server.SealedPassword, server.PasswordPlace).After(command.Password, SecretPlace.OfSharedAccount(server));
        server.FromAddress = command.FromAddress;
        server.AllowedFrom = [.. command.AllowedFrom];
        server.IsDefault = command.IsDefault;
        server.Limits = Limits.From(command.Limits) ?? new();
        server.CaCertificate = command.CaCertificate;
    }

    private static async Task TouchIdentitiesAsync(ChangeContext context, string serverId, bool andDefault, CancellationToken ct)
    {
        var (tenantId, version) = (context.TenantId, context.Version);
        await context.Db.Agents.Where(a => a.TenantId == tenantId && (a.ServerId == serverId || (andDefault && a.ServerId == null)))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.IdentityVersion, version), ct);
        await context.Db.Channels.Where(c => c.TenantId == tenantId && (c.ServerId == serverId || (andDefault && c.ServerId == null)))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.IdentityVersion, version), ct);
    }

    private static async Task<IReadOnlyList<string>> UsersAsync(ChangeContext context, string serverId, bool withOverride, CancellationToken ct)
    {
        const int Shown = 5;
        var agents = await context.Db.Agents.Where(a => a.TenantId == context.TenantId && a.ServerId == serverId && (a.Override || !withOverride)).Select(a => a.Id).Take(Shown).ToListAsync(ct);
        var channels = await context.Db.Channels.Where(c => c.TenantId == context.TenantId && c.ServerId == serverId && (c.Override || !withOverride)).Select(c => c.Id).Take(Shown).ToListAsync(ct);
        return [.. agents.Select(id => $"agent '{id}'"), .. channels.Select(id => $"channel '{id}'")];
    }
}
