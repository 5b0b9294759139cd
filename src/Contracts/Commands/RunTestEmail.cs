namespace AgentMail.Contracts.Commands;

/// <summary>
/// Asks a worker to test whose mail can be sent, by sending one. Answered with <see cref="Replies.TestEmailBegun"/> at once and with
/// <see cref="Replies.TestEmailResult"/> at the end.
/// </summary>
/// <param name="TenantId">Whose configuration.</param>
/// <param name="Subject">What is tested.</param>
/// <param name="Id">Which one.</param>
/// <param name="BeginBefore">A worker that comes later runs no test: nobody waits for it.</param>
/// <param name="TypedId">Id of what a person typed instead of what is stored, which lies sealed in the database for a few minutes; null where nothing was.</param>
/// <param name="EvenIfDisabled">True for an admin, who tests before switching on.</param>
public sealed record RunTestEmail(
    string TenantId, TestSubjectKind Subject, string Id, DateTimeOffset BeginBefore, string? TypedId = null, bool EvenIfDisabled = false);

/// <summary>What a test email can be about.</summary>
public enum TestSubjectKind
{
    /// <summary>An agent's own address and account. 0 is no subject, so that one that was left out is none.</summary>
    Agent = 1,

    /// <summary>A channel's address and account.</summary>
    Channel,

    /// <summary>A server and its shared account.</summary>
    Server,
}
