using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Smtp;

/// <summary>What became of one message in one SMTP transaction.</summary>
public sealed record SmtpTransaction
{
    /// <summary>How it ended.</summary>
    public required SmtpOutcome Outcome { get; init; }

    /// <summary>How far it came.</summary>
    public required SmtpStage Stage { get; init; }

    /// <summary>Each recipient of the envelope, in its order.</summary>
    public required IReadOnlyList<SmtpRecipientResult> Recipients { get; init; }

    /// <summary>Null where the message was accepted (for one recipient at least) or fenced.</summary>
    public SmtpFailure? Failure { get; init; }

    /// <summary>The reply that decided; null where there was none.</summary>
    public SmtpReply? FinalReply { get; init; }

    /// <summary>The caller's mark was set: from here on a crash leaves the outcome unknown.</summary>
    public bool BodyStarted { get; init; }

    /// <summary>Such as <c>TLS1.3</c>; null on a plain connection.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>Whether the session can take another message.</summary>
    public bool SessionUsable { get; init; }

    /// <summary>A kept connection turned out to be dead before anything was said about this message: reconnect at once, count no attempt.</summary>
    public bool StaleConnection { get; init; }

    /// <summary>mailFrom, rcptTo and data as far as they were begun, in order; the last one failed unless the message was accepted.</summary>
    public IReadOnlyList<SmtpStageReport> Stages { get; init; } = [];

    /// <summary>From MAIL to the end.</summary>
    public TimeSpan Duration { get; init; }
}
