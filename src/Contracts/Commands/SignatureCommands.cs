namespace AgentMail.Contracts.Commands;

/// <summary>Creates or replaces a signature of an agent or a channel.</summary>
/// <param name="OwnerKind"><c>agent</c> or <c>channel</c>.</param>
/// <param name="OwnerId">Whose signature.</param>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Html">Sanitised HTML.</param>
/// <param name="Text">Its plain-text twin.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveSignature(
    string OwnerKind, string OwnerId, string Id, string Name, string Html, string Text, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Removes a signature.</summary>
/// <param name="OwnerKind"><c>agent</c> or <c>channel</c>.</param>
/// <param name="OwnerId">Whose signature.</param>
/// <param name="Id">The signature.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record RemoveSignature(string OwnerKind, string OwnerId, string Id, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);
