using System.Globalization;
using AgentMail.Core.Json;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Secrets;

/// <summary>
/// Where a password was given for. It is used at that very place only: when the server's host, port, security or shared login
/// changes, or its owner moves to another server, it has to be entered again.
/// </summary>
public static class SecretPlace
{
    private const string Sandbox = "sandbox";

    /// <summary>The place of passwords that agents and channels of this server give: <c>smtp.acme.example:587 starttls</c>.</summary>
    public static string Of(OutboundServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return string.Create(CultureInfo.InvariantCulture, $"{(server.Host ?? Sandbox).ToLowerInvariant()}:{server.Port} {WireEnum<ConnectionSecurity>.Name(server.Security)}");
    }

    /// <summary>The place of the server's shared password: as above, and the login it belongs to.</summary>
    public static string OfSharedAccount(OutboundServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return $"{Of(server)} {server.Username}";
    }

    /// <summary>What a stored password is worth at <paramref name="here"/>.</summary>
    public static SecretState StateOf(string? sealedSecret, string? givenFor, string here) => sealedSecret is null
        ? SecretState.Missing
        : givenFor == here ? SecretState.Usable : SecretState.GivenElsewhere;

    /// <summary>What the server's shared password is worth where the shared account is now.</summary>
    public static SecretState StateOf(OutboundServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return StateOf(server.SealedPassword, server.PasswordPlace, OfSharedAccount(server));
    }
}
