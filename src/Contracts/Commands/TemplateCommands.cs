namespace AgentMail.Contracts.Commands;

/// <summary>Creates or replaces a notification template.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Subject">Liquid of the subject.</param>
/// <param name="Description">Liquid of the html.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveTemplate(string Id, string Name, string Subject, string Description, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Removes a notification template.</summary>
/// <param name="Id">The template.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record RemoveTemplate(string Id, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);
