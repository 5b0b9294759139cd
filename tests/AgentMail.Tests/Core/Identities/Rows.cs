using AgentMail.Core.Agents;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;

namespace AgentMail.Tests.Core.Identities;

/// <summary>The rows identities are made of, as a test wants them.</summary>
internal static class Rows
{
    public const string Tenant = "acme";
    public const string ServerFrom = "relay@acme.example";
    public const string ServerLogin = "relay-login@acme.example";
    public const string ServerSecret = "sealed for the server";
    public const string OwnSecret = "sealed for the sender";

    public const string Elsewhere = "smtp.old.example:25 none";

    public static OutboundServer Server(bool isDefault = false, Sign sign = Sign.Password, ServerLimits? limits = null, params string[] allowedFrom)
    {
        var server = NewServer(isDefault, sign, limits, allowedFrom);
        server.PasswordPlace = SecretPlace.OfSharedAccount(server);
        return server;
    }

    private static OutboundServer NewServer(bool isDefault, Sign sign, ServerLimits? limits, string[] allowedFrom) => new()
    {
        TenantId = Tenant,
        Id = isDefault ? "main" : "own",
        Name = "A server",
        Kind = sign == Sign.Sandbox ? ServerKind.Sandbox : ServerKind.Smtp,
        Host = sign == Sign.Sandbox ? null : "smtp.acme.example",
        Port = 587,
        Authentication = sign == Sign.Nothing ? AuthenticationKind.None : AuthenticationKind.Password,
        Username = ServerLogin,
        SealedPassword = ServerSecret,
        FromAddress = ServerFrom,
        AllowedFrom = [.. allowedFrom],
        IsDefault = isDefault,
        Limits = limits ?? new(),
        Version = 70,
    };

    public static AgentSources Agent(
        OutboundServer server, string id = "ann", bool enabled = true, bool @override = false, string? secret = null, string? userId = null,
        string? address = "ann@acme.example", string defaultFrom = AgentProfile.FromAgent, ServerLimits? limits = null, string? place = null, params string[] channels) => new(
            new()
            {
                TenantId = Tenant,
                Id = id,
                DisplayName = "Ann",
                Enabled = enabled,
                Override = @override,
                ServerId = server.IsDefault ? null : server.Id,
                Limits = limits,
                Channels = [.. channels],
                IdentityVersion = 7,
            },
            new()
            {
                TenantId = Tenant,
                AgentId = id,
                WorkplaceEmail = address,
                UserId = userId,
                SealedEmailPassword = secret,
                EmailPasswordPlace = place ?? SecretPlace.Of(server),
                DefaultFrom = defaultFrom,
            },
            server);

    public static ChannelSources Channel(
        OutboundServer server, string id = "support", bool enabled = true, bool @override = false, string? secret = null, string? userId = null,
        string? address = null, ServerLimits? limits = null, string? place = null) => new(
            new()
            {
                TenantId = Tenant,
                Id = id,
                Name = id,
                Address = address ?? id + "@acme.example",
                DisplayName = "Support",
                Enabled = enabled,
                Override = @override,
                UserId = userId,
                SealedPassword = secret,
                PasswordPlace = place ?? SecretPlace.Of(server),
                ServerId = server.IsDefault ? null : server.Id,
                Limits = limits,
                IdentityVersion = 7,
            },
            server);

    /// <summary>An agent or a channel, resolved.</summary>
    public static IdentityResolution Resolve(
        SenderKind kind, OutboundServer server, bool enabled = true, bool @override = false, string? secret = null, string? userId = null, ServerLimits? limits = null) =>
        kind == SenderKind.Agent
            ? IdentityResolver.Resolve(Agent(server, enabled: enabled, @override: @override, secret: secret, userId: userId, limits: limits))
            : IdentityResolver.Resolve(Channel(server, enabled: enabled, @override: @override, secret: secret, userId: userId, limits: limits));
}

/// <summary>How a server lets one in.</summary>
public enum Sign
{
    Password,
    Nothing,
    Sandbox,
}
