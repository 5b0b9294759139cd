namespace AgentMail.TestKit.Crashes;

/// <summary>How AgentMail says that an email stands.</summary>
/// <param name="Status">As the API tells it.</param>
/// <param name="Why">The hint of its last error; null where there was none.</param>
public sealed record EmailState(string Status, string? Why = null);
