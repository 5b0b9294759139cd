namespace AgentMail.Contracts.Commands;

/// <summary>
/// Asks a worker to test whose mail can be sent, by sending one. Answered with <see cref="Replies.TestEmailBegun"/> at once and with
/// <see cref="Replies.TestEmailResult"/> at the end. Expires on the bus: a late worker runs no test that nobody waits for.
/// </summary>
/// <param name="TenantId">Whose configuration.</param>
/// <param name="Subject">What is tested.</param>
/// <param name="Id">Which one.</param>
/// <param name="Typed">What a person typed instead of what is stored, sealed for a few minutes; null where nothing was.</param>
/// <param name="EvenIfDisabled">True for an admin, who tests before switching on.</param>
public sealed record RunTestEmail(string TenantId, TestSubjectKind Subject, string Id, string? Typed, bool EvenIfDisabled);

/// <summary>What a test email can be about.</summary>
public enum TestSubjectKind
{
    /// <summary>An agent's own address and account.</summary>
    Agent,

    /// <summary>A channel's address and account.</summary>
    Channel,

    /// <summary>A server and its shared account.</summary>
    Server,
}
