using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.Warnings;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;

namespace AgentMail.Api.Agents;

/// <summary>What the agent keeps, saved whole.</summary>
internal sealed class ProfileRequest
{
    /// <summary>The individual address, at most 254 characters.</summary>
    public required string WorkplaceEmail { get; init; }

    /// <summary>Login at the custom server, an email address; left out = the workplace email.</summary>
    public string? UserId { get; init; }

    /// <summary>Its password. Left out keeps the stored one, null clears it; no answer shows it.</summary>
    public Optional<string> EmailPassword { get; init; }

    /// <summary>One of <c>/v1/date-formats</c>; null = the tenant's.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Signature used when a send names none.</summary>
    public string? DefaultSignatureId { get; init; }

    /// <summary><c>agent</c> or <c>channel:&lt;id&gt;</c>. Left out: <c>agent</c>.</summary>
    public string? DefaultFrom { get; init; }

    /// <summary>One of <c>/v1/interaction-sounds</c>.</summary>
    public string? InteractionSound { get; init; }
}

/// <summary>An agent's profile.</summary>
/// <param name="AgentId">Whose profile.</param>
/// <param name="WorkplaceEmail">The individual address; null until it is set.</param>
/// <param name="UserId">Login at the custom server.</param>
/// <param name="HasEmailPassword">Whether a password is stored that may be used at the agent's present server: one given for another place is kept, and not used.</param>
/// <param name="CredentialsRequired">Whether the agent signs in with own credentials, so that user id and password are needed.</param>
/// <param name="DateFormat">Format of dates in notifications; null = the tenant's.</param>
/// <param name="DefaultSignatureId">Signature used when a send names none.</param>
/// <param name="DefaultFrom">The From filled in when the agent writes.</param>
/// <param name="InteractionSound">Id of a sound.</param>
/// <param name="Server">The server the agent sends through.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
/// <param name="Warnings">What keeps the agent from signing in: <c>email_password_missing</c>, <c>email_password_given_elsewhere</c>, or <c>account_paused</c> after the server refused the sign-in; and <c>account_slowed</c> while its mail waits, because the server asked for that or cannot be reached. None without override.</param>
internal sealed record ProfileView(
    string AgentId, string? WorkplaceEmail, string? UserId, bool HasEmailPassword, bool CredentialsRequired, string? DateFormat, string? DefaultSignatureId,
    string DefaultFrom, string? InteractionSound, ProfileServerView Server, long Version, IReadOnlyList<WarningView> Warnings) : IVersioned
{
    public static ProfileView Of(AgentSources sources, AccountWarnings accounts)
    {
        var (agent, profile, server) = sources;
        var usable = SecretPlace.StateOf(profile.SealedEmailPassword, profile.EmailPasswordPlace, SecretPlace.Of(server)) == SecretState.Usable;
        return new(
            agent.Id, profile.WorkplaceEmail, profile.UserId ?? profile.WorkplaceEmail, usable, agent.Override && AccountPassword.IsWanted(server),
            profile.DateFormat, profile.DefaultSignatureId, profile.DefaultFrom, profile.InteractionSound,
            new ProfileServerView(server.Id, server.Name, server.IsDefault, agent.Override), profile.Version,
            WarningView.ListOf(AccountPassword.CheckOwn(sources), accounts.OfOwn(IdentityResolver.Resolve(sources))));
    }
}

/// <summary>The server the agent sends through.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">Whether it is the tenant's default.</param>
/// <param name="Override">Whether the agent signs in there with own credentials.</param>
internal sealed record ProfileServerView(string Id, string Name, bool IsDefault, bool Override);

internal static class ProfileExamples
{
    public const string Put = """
        {
          "workplaceEmail": "ann@acme.example", "userId": "ann@acme.example", "dateFormat": "dd/MM/yyyy",
          "defaultSignatureId": null, "defaultFrom": "agent", "interactionSound": "chime"
        }
        """;
}
