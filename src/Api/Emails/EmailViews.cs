using System.Text.Json.Serialization;
using AgentMail.Api.Problems;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;

namespace AgentMail.Api.Emails;

/// <summary>An email that was accepted: it is stored, and will be sent or end in a state that a person can see.</summary>
/// <param name="Id">Names the email.</param>
/// <param name="Status"><c>queued</c> or <c>scheduled</c>.</param>
/// <param name="From">Address of the From header.</param>
/// <param name="MessageId">The <c>Message-ID</c> header.</param>
/// <param name="Warnings">What the caller should know.</param>
internal sealed record AcceptedEmailView(string Id, EmailStatus Status, string From, string MessageId, IReadOnlyList<EmailWarning> Warnings)
{
    // As it was at the first answer, because a replayed request gets that one again.
    public static AcceptedEmailView Of(IntakeResult.Accepted accepted) =>
        new(accepted.Email.Id, accepted.FirstStatus, accepted.Email.From, accepted.Email.InternetMessageId, accepted.FirstWarnings);
}

/// <summary>What became of the requests of a batch, in their order.</summary>
/// <param name="Items">One answer per request.</param>
internal sealed record EmailBatchView(IReadOnlyList<EmailBatchItemView> Items);

/// <summary>The answer to one request of a batch.</summary>
/// <param name="Status">The HTTP status that it would have had alone.</param>
/// <param name="Id">Names the email, where it was accepted.</param>
/// <param name="From">Address of the From header.</param>
/// <param name="MessageId">The <c>Message-ID</c> header.</param>
/// <param name="Warnings">What the caller should know.</param>
/// <param name="Problem">Why it was refused; pointers are within that request.</param>
internal sealed record EmailBatchItemView(
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<EmailWarning>? Warnings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemBody? Problem)
{
    public static EmailBatchItemView Of(IntakeResult.Accepted accepted) => new(
        StatusCodes.Status202Accepted, accepted.Email.Id, accepted.Email.From, accepted.Email.InternetMessageId, accepted.FirstWarnings, Problem: null);

    public static EmailBatchItemView Of(ApiProblem problem, HttpContext context) => new(problem.Code.Status, null, null, null, null, problem.ToBody(context));
}

/// <summary>An email and what became of it.</summary>
/// <param name="Id">Names the email.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Status">Where it stands: the worst of its recipients.</param>
/// <param name="Sender">The sending identity.</param>
/// <param name="From">Address of the From header.</param>
/// <param name="EnvelopeFrom">Address of MAIL FROM.</param>
/// <param name="To">Recipients of the To header.</param>
/// <param name="Cc">Recipients of the Cc header.</param>
/// <param name="Bcc">Recipients whom no header shows.</param>
/// <param name="Recipients">Every recipient and where it stands.</param>
/// <param name="Subject">The subject.</param>
/// <param name="MessageId">The <c>Message-ID</c> header.</param>
/// <param name="Attempt">SMTP attempts begun.</param>
/// <param name="NextAttemptAt">When it is tried next.</param>
/// <param name="LastError">Why the last attempt did not succeed.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="ScheduledAt">Not before this time; after a retry or resend, the time of it.</param>
/// <param name="SentAt">When the server took it.</param>
/// <param name="Metadata">The caller's own pairs.</param>
/// <param name="Tags">The caller's own words.</param>
/// <param name="Warnings">What the caller should know.</param>
internal sealed record EmailView(
    string Id, string TenantId, EmailStatus Status, SenderView Sender, string From, string EnvelopeFrom, IReadOnlyList<MailboxView> To,
    IReadOnlyList<MailboxView> Cc, IReadOnlyList<MailboxView> Bcc, IReadOnlyList<RecipientView> Recipients, string Subject, string MessageId, int Attempt,
    DateTimeOffset? NextAttemptAt, ErrorView? LastError, DateTimeOffset CreatedAt, DateTimeOffset? ScheduledAt, DateTimeOffset? SentAt,
    IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Tags, IReadOnlyList<EmailWarning> Warnings)
{
    public static EmailView Of(Email email)
    {
        var recipients = email.Recipients.OrderBy(r => r.Ordinal).ToList();
        return new(
            email.Id, email.TenantId, email.Status, SenderView.Of(email), email.From, email.EnvelopeFrom, Of(recipients, RecipientField.To),
            Of(recipients, RecipientField.Cc), Of(recipients, RecipientField.Bcc), [.. recipients.Select(r => RecipientView.Of(email, r))], email.Subject,
            email.InternetMessageId, email.Attempt, email.Status is EmailStatus.Delayed or EmailStatus.Scheduled ? email.NextActionAt : null,
            ErrorView.Of(email.LastError), email.CreatedAt, email.ScheduledAt, email.SentAt, email.Metadata, email.Tags, email.Warnings);
    }

    private static MailboxView[] Of(List<EmailRecipient> recipients, RecipientField field) =>
        [.. recipients.Where(r => r.Field == field).Select(r => new MailboxView(r.Name, r.Address))];
}

/// <summary>The sending identity of an email.</summary>
/// <param name="Kind"><c>agent</c> or <c>channel</c>.</param>
/// <param name="Id">The agent or channel.</param>
/// <param name="AgentId">Who wrote it.</param>
/// <param name="Address">The identity's own address.</param>
/// <param name="ServerId">The server it leaves through.</param>
/// <param name="ConfigVersion">Version of the identity.</param>
internal sealed record SenderView(SenderKind Kind, string Id, string? AgentId, string Address, string ServerId, long ConfigVersion)
{
    public static SenderView Of(Email email) => new(email.SenderKind, email.SenderId, email.AgentId, email.SenderAddress, email.ServerId, email.ConfigVersion);
}

/// <summary>An address with its name.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Address">The address.</param>
internal sealed record MailboxView(string? Name, string Address);

/// <summary>A recipient and where it stands.</summary>
/// <param name="Address">The address.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Smtp">The server's last word on it.</param>
internal sealed record RecipientView(string Address, EmailStatus Status, ReplyView? Smtp)
{
    public static RecipientView Of(Email email, EmailRecipient recipient) => new(recipient.Address, email.StatusOf(recipient), ReplyView.Of(recipient.Smtp));
}

/// <summary>What a mail server answered, in its own words.</summary>
/// <param name="Code">Reply code.</param>
/// <param name="EnhancedCode">Enhanced status code.</param>
/// <param name="Reply">Its text.</param>
internal sealed record ReplyView(int Code, string? EnhancedCode, string Reply)
{
    public static ReplyView? Of(SmtpReply? reply) => reply is null ? null : new(reply.Code, reply.EnhancedCode, reply.Text);
}

/// <summary>Why the last attempt did not succeed.</summary>
/// <param name="Class">Decides what happens next.</param>
/// <param name="Stage">How far the SMTP transaction came.</param>
/// <param name="Code">Reply code.</param>
/// <param name="EnhancedCode">Enhanced status code.</param>
/// <param name="Reply">The server's words.</param>
/// <param name="Hint">What a person can do.</param>
internal sealed record ErrorView(FailureClass Class, SmtpStage? Stage, int? Code, string? EnhancedCode, string? Reply, string Hint)
{
    public static ErrorView? Of(DeliveryError? error) => error is null
        ? null
        : new(error.Class, error.Stage, error.Reply?.Code, error.Reply?.EnhancedCode, error.Reply?.Text, error.Hint);
}
