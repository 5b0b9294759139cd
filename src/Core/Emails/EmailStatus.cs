namespace AgentMail.Core.Emails;

/// <summary>Where an email, or one recipient of it, stands.</summary>
public enum EmailStatus
{
    /// <summary>Waits for its <c>scheduledAt</c>.</summary>
    Scheduled,

    /// <summary>Accepted, waits for its turn.</summary>
    Queued,

    /// <summary>An SMTP transaction is under way.</summary>
    Sending,

    /// <summary>The submission server answered 250 to DATA.</summary>
    Sent,

    /// <summary>Will be tried again at <c>nextAttemptAt</c>.</summary>
    Delayed,

    /// <summary>Waits for a person or a good test, no clock.</summary>
    Held,

    /// <summary>The body went out and no answer came back; resolved by a person or rule only.</summary>
    Uncertain,

    /// <summary>Refused for good, or expired.</summary>
    Failed,

    /// <summary>A DSN reported delivery.</summary>
    Delivered,

    /// <summary>A DSN reported failure after <see cref="Sent"/>.</summary>
    Bounced,

    /// <summary>Taken back before it was sent.</summary>
    Cancelled,
}
