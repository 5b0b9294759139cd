using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMail.Core.Delivery;
using AgentMail.Core.Events;
using AgentMail.Core.Json;
using AgentMail.Core.Telemetry;

namespace AgentMail.Core.Emails;

/// <summary>Tells of an email's status, for the durable log. Never a body, never a secret.</summary>
public static class EmailEvents
{
    /// <summary>The event for the status the email has just reached.</summary>
    /// <param name="email">As it is by now.</param>
    /// <param name="now">When it happened.</param>
    /// <param name="peer">The server that was talked to, where one was.</param>
    /// <param name="by">The person who asked for it, where one did.</param>
    public static EventDraft Of(Email email, DateTimeOffset now, SmtpPeer? peer = null, MovedBy? by = null)
    {
        ArgumentNullException.ThrowIfNull(email);
        return new(
            email.TenantId, EventTypes.Email(email.Status), now, JsonSerializer.Serialize(Data(email, peer, by), AgentMailJson.Options),
            email.Id, email.AgentId, email.SenderKind == SenderKind.Channel ? email.SenderId : null, Facts(email, peer));
    }

    private static EventFacts Facts(Email email, SmtpPeer? peer)
    {
        var (smtp, error) = (Smtp(email, peer), Error(email));
        return new(
            $"{WireEnum<SenderKind>.Name(email.SenderKind)}:{email.SenderId}", email.ServerId, email.Attempt, Tracing.TraceIdOf(email.TraceParent),
            smtp?.Code, smtp?.EnhancedCode, error is null ? null : WireEnum<FailureReason>.Name(error.Code));
    }

    private static EmailEventData Data(Email email, SmtpPeer? peer, MovedBy? by) => new(
        email.Id, email.InternetMessageId, email.Status,
        new(email.SenderKind, email.SenderId, email.AgentId, email.SenderAddress, email.ServerId, email.ConfigVersion),
        [.. email.Recipients.Select(r => new EmailEventRecipient(r.Address, r.Status))],
        email.Subject, email.Attempt,
        email.Status is EmailStatus.Delayed or EmailStatus.Scheduled ? email.NextActionAt : null,
        Smtp(email, peer), Error(email), email.Metadata, email.Tags, by, email.Warnings.Contains(EmailWarning.PossibleDuplicate) ? true : null);

    private static EmailEventSmtp? Smtp(Email email, SmtpPeer? peer)
    {
        if (peer is null)
            return null;
        var (stage, reply) = email.LastError is { } error ? (error.Stage, error.Reply) : (SmtpStage.Data, email.Recipients[0].Smtp);
        return new(stage, reply?.Code, reply?.EnhancedCode, reply?.Text, peer.Host, peer.Tls);
    }

    private static EmailEventError? Error(Email email) =>
        email.LastError is { } error && email.Status is not (EmailStatus.Sent or EmailStatus.Sending) ? new(error.Class, error.Reason, error.Hint) : null;
}

/// <summary>The server an attempt talked to.</summary>
/// <param name="Host">Its configured host name.</param>
/// <param name="Tls">Protocol of the secured connection, such as <c>TLS1.3</c>; null when it was plain or none was reached.</param>
public sealed record SmtpPeer(string Host, string? Tls);

/// <summary>The person behind a move.</summary>
/// <param name="Action">What was asked for.</param>
/// <param name="KeyId">The API key that asked.</param>
public sealed record MovedBy(EmailMover Action, string KeyId);

internal sealed record EmailEventData(
    string EmailId, string MessageId, EmailStatus Status, EmailEventSender Sender, IReadOnlyList<EmailEventRecipient> Recipients, string Subject, int Attempt,
    DateTimeOffset? NextAttemptAt, EmailEventSmtp? Smtp, EmailEventError? Error, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Tags,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MovedBy? By, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? PossibleDuplicate);

internal sealed record EmailEventSender(SenderKind Kind, string Id, string? AgentId, string Address, string ServerId, long ConfigVersion);

internal sealed record EmailEventRecipient(string Address, EmailStatus Status);

internal sealed record EmailEventSmtp(SmtpStage? Stage, int? Code, string? EnhancedCode, string? Reply, string Host, string? Tls);

internal sealed record EmailEventError(FailureClass Class, FailureReason Code, string Hint);
