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

    /// <summary>From MAIL to the end.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>How a transaction ended.</summary>
public enum SmtpOutcome
{
    /// <summary>2yz to the final dot: the server took over for every recipient it had accepted.</summary>
    Accepted,

    /// <summary>The server refused the message as a whole.</summary>
    Refused,

    /// <summary>The server refused every recipient.</summary>
    NoRecipients,

    /// <summary>The conversation broke off before the message could have been accepted.</summary>
    Broken,

    /// <summary>The end of the message may have gone out and no readable reply came: nobody knows.</summary>
    Uncertain,

    /// <summary>The caller's mark was refused; no byte of the body went out.</summary>
    Fenced,
}

/// <summary>What became of one recipient.</summary>
/// <param name="Address">As given in the envelope.</param>
/// <param name="Reply">The reply to its RCPT TO; null where none came.</param>
/// <param name="Failure">Null where the server took over for this recipient, and where the outcome is fenced.</param>
public sealed record SmtpRecipientResult(string Address, SmtpReply? Reply, SmtpFailure? Failure);
