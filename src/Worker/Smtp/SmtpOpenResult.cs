namespace AgentMail.Worker.Smtp;

/// <summary>An open session, or why there is none.</summary>
/// <param name="Session">Connected, secured and signed in; null on failure.</param>
/// <param name="Failure">Null on success, and where nothing was tried.</param>
/// <param name="Stages">Each stage begun, in order; empty for a session that was already open.</param>
public sealed record SmtpOpenResult(SmtpSession? Session, SmtpFailure? Failure, IReadOnlyList<SmtpStageReport> Stages)
{
    /// <summary>Another caller's opening was awaited, and failed.</summary>
    public static SmtpOpenResult NotTried { get; } = new(null, null, []);

    /// <summary>True for a session that was opened just now.</summary>
    public bool IsNew => Session is not null && Stages.Count > 0;
}
