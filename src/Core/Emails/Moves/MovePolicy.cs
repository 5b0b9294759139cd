using AgentMail.Core.Delivery;
using static AgentMail.Core.Emails.EmailStatus;

namespace AgentMail.Core.Emails.Moves;

/// <summary>What a person may do with an email, and what becomes of it and its recipients then. Pure.</summary>
public static class MovePolicy
{
    /// <summary>Why the email cannot be moved so; null when it can.</summary>
    public static MoveResult.Refused? Refuse(Email email, MoveRequest request)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(request);
        if (request.OwnAgentId is { } own && email.AgentId != own)
            return MoveRefusals.AnotherAgents;
        return EmailMoves.Allows(email.Status, request.By.Action) ? null : MoveRefusals.StandsOtherwise(email.Status, request.By.Action);
    }

    /// <summary>True where the message was on its way once and must still be there to go out again.</summary>
    public static bool NeedsBody(EmailMover by) => by is EmailMover.Retry or EmailMover.Resend;

    /// <summary>Moves an email for which <see cref="Refuse"/> has nothing to say. Whoever has the message keeps it and gets no other.</summary>
    public static void Apply(Email email, MoveRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(request);
        var by = request.By.Action;
        switch (by)
        {
            case EmailMover.Cancel:
                email.MoveTo(Cancelled, null, now, by, EmailMoves.IsPending);
                break;
            case EmailMover.Reschedule when request.ScheduledAt > now:
                email.ScheduledAt = request.ScheduledAt;
                email.MoveTo(Scheduled, request.ScheduledAt, now, by, EmailMoves.IsPending);
                break;
            case EmailMover.Reschedule:
                QueueNow(email, by, now, EmailMoves.IsPending);
                break;
            case EmailMover.Retry:
                QueueNow(email, by, now, s => s == Failed || EmailMoves.IsPending(s));
                break;
            case EmailMover.Resend:
                QueueNow(email, by, now, s => s == Uncertain || EmailMoves.IsPending(s));
                email.WarnOfDuplicate();
                break;
            case EmailMover.ResolveAsSent:
                ResolveAsSent(email, now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(request), by, "No person asks for this.");
        }
    }

    // What counts against an email counts anew from here: its age, its attempts, and the workers that died of it.
    private static void QueueNow(Email email, EmailMover by, DateTimeOffset now, Func<EmailStatus, bool> recipients)
    {
        email.MoveTo(Queued, now, now, by, recipients);
        (email.ScheduledAt, email.Crashes, email.AttemptsForgiven) = (now, 0, email.Attempt);
    }

    // Beside those who have it by now, a recipient who was only delayed still waits, and one who was refused stays so: the worst shows.
    private static void ResolveAsSent(Email email, DateTimeOffset now)
    {
        const EmailMover By = EmailMover.ResolveAsSent;
        foreach (var recipient in email.Recipients.Where(r => r.Status == Uncertain))
            recipient.MoveTo(Sent, By);
        email.LastError = null;
        if (email.Recipients.Exists(r => EmailMoves.IsPending(r.Status)))
        {
            QueueNow(email, By, now, EmailMoves.IsPending);
        }
        else if (email.Recipients.Find(r => r.Status == Failed) is { } refused)
        {
            email.MoveTo(Failed, null, now, By, EmailMoves.IsPending);
            email.LastError = ErrorOf(refused);
        }
        else
        {
            email.MoveTo(Sent, null, now, By, EmailMoves.IsPending);
            email.SentAt = email.EnteredDataAt ?? now;
        }
    }

    private static DeliveryError ErrorOf(EmailRecipient refused)
    {
        if (refused.Smtp is not { } reply)
            return new(FailureClass.Permanent, FailureReason.RecipientRefused, SmtpStage.RcptTo, null, Hints.RecipientRefused);
        var verdict = ReplyClassifier.Classify(SmtpStage.RcptTo, reply);
        return new(verdict.Class, verdict.Reason, SmtpStage.RcptTo, reply, verdict.Hint);
    }
}
