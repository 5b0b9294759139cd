using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.Servers;
using AgentMail.Api.Warnings;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;

namespace AgentMail.Api.Channels;

/// <summary>A channel as an admin configures it.</summary>
internal sealed class ChannelRequest
{
    /// <summary>Shown name.</summary>
    public required string Name { get; init; }

    /// <summary>The mailbox customers see; at most 254 characters.</summary>
    public required string Address { get; init; }

    /// <summary>Name beside the address in From; it may not look like an address itself.</summary>
    public string? DisplayName { get; init; }

    /// <summary>False refuses sends. Left out: true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Its server; null = the tenant's default.</summary>
    public string? ServerId { get; init; }

    /// <summary>True: signs in with its own credentials, which needs a custom server.</summary>
    public bool? Override { get; init; }

    /// <summary>Login at the custom server; null = the address.</summary>
    public string? UserId { get; init; }

    /// <summary>Its password. Left out keeps the stored one, null clears it; no answer shows it.</summary>
    public Optional<string> Password { get; init; }

    /// <summary>Lower limits than the server's; of the two, the lower one counts. Without override only maxMessageBytes has an effect, because the account is shared.</summary>
    public LimitsModel? Limits { get; init; }

    /// <summary>Signature used when a send names none.</summary>
    public string? DefaultSignatureId { get; init; }
}

/// <summary>A mailbox the contact centre shows to customers, shared by agents.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Address">The mailbox customers see.</param>
/// <param name="DisplayName">Name beside the address in From.</param>
/// <param name="Enabled">False refuses sends.</param>
/// <param name="ServerId">Its server; null = the default.</param>
/// <param name="Override">Whether it signs in with its own credentials.</param>
/// <param name="UserId">Login at the custom server; null = the address.</param>
/// <param name="HasPassword">Whether a password is stored that may be used at its present server: one given for another place is kept, and not used.</param>
/// <param name="Limits">Lower limits than the server's.</param>
/// <param name="DefaultSignatureId">Signature used when a send names none.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
/// <param name="Warnings">What keeps it from signing in: <c>email_password_missing</c>, <c>email_password_given_elsewhere</c>, or <c>account_paused</c> after the server refused the sign-in; and <c>account_slowed</c> while its mail waits, because the server asked for that or cannot be reached. None without override.</param>
internal sealed record ChannelView(
    string Id, string Name, string Address, string? DisplayName, bool Enabled, string? ServerId, bool Override, string? UserId, bool HasPassword,
    LimitsModel? Limits, string? DefaultSignatureId, long Version, IReadOnlyList<WarningView> Warnings) : IVersioned
{
    public static ChannelView Of(ChannelSources sources, AccountWarnings accounts)
    {
        var (channel, server) = sources;
        var usable = SecretPlace.StateOf(channel.SealedPassword, channel.PasswordPlace, SecretPlace.Of(server)) == SecretState.Usable;
        return new(
            channel.Id, channel.Name, channel.Address, channel.DisplayName, channel.Enabled, channel.ServerId, channel.Override, channel.UserId, usable,
            LimitsModel.Of(channel.Limits), channel.DefaultSignatureId, channel.Version,
            WarningView.ListOf(AccountPassword.CheckOwn(sources), accounts.OfOwn(IdentityResolver.Resolve(sources))));
    }
}

internal static class ChannelExamples
{
    public const string Put = """
        {
          "name": "Support", "address": "support@acme.example", "displayName": "Acme Support", "enabled": true,
          "serverId": null, "override": false, "userId": null, "limits": null, "defaultSignatureId": null
        }
        """;
}
