using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.Warnings;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Json;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;
using System.Text.Json;

namespace AgentMail.Api.Servers;

/// <summary>An outbound server as an admin configures it.</summary>
internal sealed class ServerRequest
{
    /// <summary>Shown name.</summary>
    public required string Name { get; init; }

    /// <summary><c>smtp</c>, or <c>sandbox</c>, which keeps messages and sends nothing.</summary>
    public ServerKind? Kind { get; init; }

    /// <summary>Host name or address; required for <c>smtp</c>.</summary>
    public string? Host { get; init; }

    /// <summary>TCP port; left out: 587 for <c>starttls</c>, 465 for <c>tls</c>, 25 for <c>none</c>.</summary>
    public int? Port { get; init; }

    /// <summary><c>starttls</c> (required, never stripped), <c>tls</c> from the first byte, or <c>none</c>.</summary>
    public ConnectionSecurity? Security { get; init; }

    /// <summary><c>password</c> or <c>none</c>.</summary>
    public string? Authentication { get; init; }

    /// <summary>Login of the shared account.</summary>
    public string? Username { get; init; }

    /// <summary>Its password. Left out keeps the stored one, null clears it; no answer shows it.</summary>
    public Optional<string> Password { get; init; }

    /// <summary>From of mail that the shared account sends for addresses outside <c>allowedFrom</c>.</summary>
    public required string FromAddress { get; init; }

    /// <summary>What the shared account may send as: <c>ann@acme.example</c>, <c>*@acme.example</c> or <c>*</c>.</summary>
    public IReadOnlyList<string>? AllowedFrom { get; init; }

    /// <summary>True makes it the default; the former default becomes custom.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>Limits per signed-in mailbox.</summary>
    public LimitsModel? Limits { get; init; }

    /// <summary>PEM of the CA that signs the server's certificate, where it is not publicly trusted.</summary>
    public string? CaCertificate { get; init; }

    /// <summary>Must be null: signing by AgentMail comes later.</summary>
    public JsonElement? Dkim { get; init; }
}

/// <summary>An outbound server.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Kind"><c>smtp</c> or <c>sandbox</c>.</param>
/// <param name="Host">Host name or address; null for a sandbox.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Security"><c>starttls</c>, <c>tls</c> or <c>none</c>.</param>
/// <param name="Authentication"><c>password</c> or <c>none</c>.</param>
/// <param name="Username">Login of the shared account.</param>
/// <param name="HasPassword">Whether a password is stored that may be used there: one given for another host, port, security or user name is kept, and not used.</param>
/// <param name="FromAddress">From of mail outside <paramref name="AllowedFrom"/>.</param>
/// <param name="AllowedFrom">What the shared account may send as.</param>
/// <param name="IsDefault">Whether it is the tenant's default.</param>
/// <param name="Limits">Limits per signed-in mailbox, as they were set.</param>
/// <param name="EffectiveLimits">The limits that hold: what is not set is as Microsoft 365 or Google has it, where the host is theirs, and at most 4 connections elsewhere.</param>
/// <param name="CaCertificate">PEM of the server's own CA.</param>
/// <param name="Dkim">Always null.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
/// <param name="Warnings">What keeps the shared account from signing in: <c>shared_password_missing</c>, <c>shared_password_given_elsewhere</c>, or <c>account_paused</c> after the server refused the sign-in; and <c>account_slowed</c> while its mail waits, because the server asked for that or cannot be reached. Channels and agents with override need it not.</param>
internal sealed record ServerView(
    string Id, string Name, ServerKind Kind, string? Host, int Port, ConnectionSecurity Security, string Authentication, string? Username, bool HasPassword,
    string FromAddress, IReadOnlyList<string> AllowedFrom, bool IsDefault, LimitsModel? Limits, LimitsModel? EffectiveLimits,
    string? CaCertificate, object? Dkim, long Version, IReadOnlyList<WarningView> Warnings) : IVersioned
{
    public static ServerView Of(OutboundServer server, AccountWarnings accounts) => new(
        server.Id, server.Name, server.Kind, server.Host, server.Port, server.Security, WireEnum<AuthenticationKind>.Name(server.Authentication),
        server.Username, SecretPlace.StateOf(server) == SecretState.Usable, server.FromAddress, server.AllowedFrom, server.IsDefault, LimitsModel.Of(server.Limits),
        LimitsModel.Of(server.EffectiveLimits.OrDefault()), server.CaCertificate, Dkim: null, server.Version, WarningView.ListOf(AccountPassword.CheckShared(server), accounts.OfShared(server)));
}
