namespace AgentMail.Contracts.Commands;

/// <summary>Creates or replaces a channel.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Address">The mailbox customers see.</param>
/// <param name="DisplayName">Name beside the address in From.</param>
/// <param name="Enabled">False refuses sends.</param>
/// <param name="ServerId">Its server; null = the default.</param>
/// <param name="Override">True when it signs in with its own credentials.</param>
/// <param name="UserId">Login; null = the address.</param>
/// <param name="Password">Its password.</param>
/// <param name="Limits">Lower limits than the server's.</param>
/// <param name="DefaultSignatureId">Signature used when none is named.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveChannel(
    string Id, string Name, string Address, string? DisplayName, bool Enabled, string? ServerId, bool Override, string? UserId, SecretChange Password,
    LimitsData? Limits, string? DefaultSignatureId, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Removes a channel, its signatures, and its place in the From lists.</summary>
/// <param name="Id">The channel.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record RemoveChannel(string Id, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);
