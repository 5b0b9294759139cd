namespace AgentMail.Contracts.Commands;

/// <summary>Creates or replaces a webhook.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Url">Where events are posted.</param>
/// <param name="Types">Types it is told of: exact ones, or all of a kind such as <c>email.*</c>.</param>
/// <param name="Enabled">Whether it is told at all.</param>
/// <param name="SealedSecret">The secret of a new webhook, sealed; null when it existed as this was asked for, and keeps its own.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveWebhook(
    string Id, string Url, IReadOnlyList<string> Types, bool Enabled, string? SealedSecret, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Gives a webhook another secret.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="SealedSecret">The new secret, sealed.</param>
/// <param name="PreviousValidForHours">For how long the secret before it signs as well.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record RotateWebhookSecret(string Id, string SealedSecret, int PreviousValidForHours, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Removes a webhook with what waits for it.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record RemoveWebhook(string Id, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);
