namespace AgentMail.Contracts.Commands;

/// <summary>
/// Asks a worker to test whose mail can be sent, by sending one. Answered with <see cref="Replies.TestEmailBegun"/> at once and with
/// <see cref="Replies.TestEmailResult"/> at the end.
/// </summary>
/// <param name="TenantId">Whose configuration.</param>
/// <param name="Subject">What is tested.</param>
/// <param name="Id">Which one.</param>
/// <param name="Typed">What a person typed instead of what is stored, sealed for a few minutes; null where nothing was.</param>
/// <param name="EvenIfDisabled">True for an admin, who tests before switching on.</param>
/// <param name="BeginBefore">A worker that comes later runs no test: nobody waits for it.</param>
public sealed record RunTestEmail(string TenantId, TestSubjectKind Subject, string Id, string? Typed, bool EvenIfDisabled, DateTimeOffset BeginBefore);

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
