using AgentMail.Core.Delivery;

namespace AgentMail.Core.Emails;

/// <summary>One accepted send request: the row is the truth about it.</summary>
public sealed class Email
{
    private EmailStatus _status;

    public required string Id { get; init; }

    public required string TenantId { get; init; }

    /// <summary>Changed by <see cref="MoveTo(EmailStatus, DateTimeOffset?, DateTimeOffset)"/> alone.</summary>
    public required EmailStatus Status { get => _status; init => _status = value; }

    public required SenderKind SenderKind { get; init; }

    public required string SenderId { get; init; }

    /// <summary>The agent who wrote it: the sender itself, or the one writing through a channel.</summary>
    public string? AgentId { get; init; }

    /// <summary>The identity's own address, whatever the From header had to be (R24).</summary>
    public required string SenderAddress { get; init; }

    public required string ServerId { get; set; }

    /// <summary>Version of the sending identity it was accepted or last tried with.</summary>
    public required long ConfigVersion { get; set; }

    /// <summary>Address of the From header.</summary>
    public required string From { get; init; }

    public required string EnvelopeFrom { get; init; }

    public required string Subject { get; init; }

    /// <summary>The <c>Message-ID</c> header, with angle brackets.</summary>
    public required string InternetMessageId { get; init; }

    public required long SizeBytes { get; init; }

    public List<EmailRecipient> Recipients { get; init; } = [];

    public Dictionary<string, string> Metadata { get; init; } = [];

    public List<string> Tags { get; init; } = [];

    public List<EmailWarning> Warnings { get; init; } = [];

    /// <summary>The lane that sends it: <see cref="Delivery.LaneKey"/>.</summary>
    public required string Lane { get; set; }

    /// <summary>When a lane acts on it next; null when nothing is to be done by itself.</summary>
    public DateTimeOffset? NextActionAt { get; set; }

    /// <summary>SMTP attempts begun.</summary>
    public int Attempt { get; set; }

    /// <summary>Attempts that do not lengthen the wait before the next one: they say nothing about this email, or count from another time.</summary>
    public int AttemptsForgiven { get; set; }

    /// <summary>Attempts that ended with the death of the process.</summary>
    public int Crashes { get; set; }

    /// <summary>Fencing token of the lane lease under which it is being sent.</summary>
    public long Fence { get; set; }

    /// <summary>The durable mark: from here on the body may have gone out.</summary>
    public DateTimeOffset? EnteredDataAt { get; set; }

    public DeliveryError? LastError { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this time: the caller's, or the one at which a person asked for sending now.</summary>
    public DateTimeOffset? ScheduledAt { get; set; }

    /// <summary>From here on it could be sent: its retries, and the life of its idempotency key, count from here.</summary>
    public DateTimeOffset DueSince => ScheduledAt ?? CreatedAt;

    /// <summary>The trace of the request that brought it (W3C <c>traceparent</c>), which its attempts belong to; null where nothing is traced.</summary>
    public string? TraceParent { get; init; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When it came to an end; its time of retention counts from here. Null while it may still go out by itself.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>When retention removed the message; null while it is kept.</summary>
    public DateTimeOffset? BodyRemovedAt { get; set; }

    /// <summary>How one of its recipients stands. The beginning of an attempt is written in the email's row alone: whoever waits stands there too.</summary>
    public EmailStatus StatusOf(EmailRecipient recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        return _status == EmailStatus.Sending && EmailMoves.IsPending(recipient.Status) ? EmailStatus.Sending : recipient.Status;
    }

    /// <summary>Moves the email, and the recipients that still wait, to another status, as AgentMail does by itself.</summary>
    /// <exception cref="InvalidOperationException"><see cref="EmailMoves"/> does not allow it.</exception>
    public void MoveTo(EmailStatus to, DateTimeOffset? nextActionAt, DateTimeOffset now) => MoveTo(to, nextActionAt, now, EmailMover.Itself, EmailMoves.IsPending);

    /// <summary>Moves the email, and the recipients that stand so, to another status.</summary>
    /// <exception cref="InvalidOperationException"><see cref="EmailMoves"/> does not allow it.</exception>
    public void MoveTo(EmailStatus to, DateTimeOffset? nextActionAt, DateTimeOffset now, EmailMover by, Func<EmailStatus, bool> recipients)
    {
        if (!EmailMoves.Allows(_status, to, by))
            throw new InvalidOperationException($"Email {Id} cannot go from {_status} to {to} by {by}.");
        _status = to;
        NextActionAt = nextActionAt;
        SettledAt = EmailMoves.IsFinal(to) ? now : null;
        foreach (var recipient in Recipients.Where(r => recipients(r.Status)))
            recipient.MoveTo(to, by);
    }

    /// <summary>It may have arrived, and goes out again all the same.</summary>
    public void WarnOfDuplicate()
    {
        LastError = null;
        if (!Warnings.Contains(EmailWarning.PossibleDuplicate))
            Warnings.Add(EmailWarning.PossibleDuplicate);
    }
}

/// <summary>Something the caller should know about an email that was accepted all the same.</summary>
/// <param name="Code">A stable word, such as <c>sent_from_shared_account</c>.</param>
/// <param name="Message">The sentence for a person.</param>
public sealed record EmailWarning(string Code, string Message)
{
    /// <summary>The message may have arrived before, and was sent again all the same.</summary>
    public static EmailWarning PossibleDuplicate { get; } = new(
        "possible_duplicate", "Nobody knows whether an earlier attempt arrived: recipients may have this message twice, with the same Message-ID.");
}
