namespace AgentMail.Contracts.Commands;

/// <summary>Creates or replaces an agent, as the admin sees one.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="DisplayName">Name beside the address in From.</param>
/// <param name="Enabled">False refuses sends.</param>
/// <param name="Channels">Channels open to the agent, in the order of the From list.</param>
/// <param name="ServerId">The agent's server; null = the default.</param>
/// <param name="Override">True when the agent signs in with own credentials.</param>
/// <param name="Limits">Lower limits than the server's.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveAgent(
    string Id, string DisplayName, bool Enabled, IReadOnlyList<string> Channels, string? ServerId, bool Override, LimitsData? Limits,
    long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Removes an agent with profile, signatures and keys.</summary>
/// <param name="Id">The agent.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record RemoveAgent(string Id, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Replaces an agent's profile, whole.</summary>
/// <param name="AgentId">Whose profile.</param>
/// <param name="WorkplaceEmail">The individual address.</param>
/// <param name="UserId">Login at the custom server; null = the workplace email.</param>
/// <param name="EmailPassword">Its password.</param>
/// <param name="DateFormat">Format of dates in notifications; null = the tenant's.</param>
/// <param name="DefaultSignatureId">Signature used when none is named.</param>
/// <param name="DefaultFrom"><c>agent</c> or <c>channel:&lt;id&gt;</c>.</param>
/// <param name="InteractionSound">Id of a sound.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveProfile(
    string AgentId, string? WorkplaceEmail, string? UserId, SecretChange EmailPassword, string? DateFormat, string? DefaultSignatureId, string DefaultFrom,
    string? InteractionSound, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);
