using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Delivery;

/// <summary>Turns what SMTP said into next statuses. Pure: clock and dice come in.</summary>
internal sealed class SettlementPolicy(RetryOptions retry, DateTimeOffset now, double dice)
{
    /// <summary>Sign-ins refused in a row before an identity is paused: servers lock accounts that try more.</summary>
    public const int RefusalsBeforePause = 2;

    /// <summary>Between the first refused sign-in and the second: a hiccup has passed, and whoever waits for the pause still watches.</summary>
    public static readonly TimeSpan SecondTryDelay = TimeSpan.FromSeconds(5);

    /// <summary>For an attempt that this worker broke off itself: nothing is wrong with the email.</summary>
    public static Settlement BackInQueue(IReadOnlyList<EmailRecipient> tried, DateTimeOffset now) =>
        new(EmailStatus.Queued, [.. tried.Select(r => new RecipientOutcome(r.Ordinal, EmailStatus.Queued, r.Smtp))], null, now, null);

    /// <summary>Decides for an attempt that came to a transaction.</summary>
    /// <param name="email">The email, its attempt counted.</param>
    /// <param name="tried">Its recipients in this attempt, in the envelope's order.</param>
    /// <param name="transaction">What happened.</param>
    /// <param name="peer">The server.</param>
    public Settlement Decide(Email email, IReadOnlyList<EmailRecipient> tried, SmtpTransaction transaction, SmtpPeer peer)
    {
        var outcomes = tried.Select((recipient, i) => Outcome(email, recipient, transaction, transaction.Recipients[i])).ToList();
        var earlier = email.Recipients.Except(tried).ToList();
        var worst = Worst(earlier.Select(r => r.Status).Concat(outcomes.Select(o => o.Outcome.Status)));
        var failure = outcomes.FirstOrDefault(o => o.Outcome.Status == worst).Failure ?? RefusedBefore(earlier, worst);
        var nextAt = worst == EmailStatus.Delayed ? outcomes.Where(o => o.RetryAt is not null).Min(o => o.RetryAt) : null;
        return new(worst, [.. outcomes.Select(o => o.Outcome)], worst == EmailStatus.Sent ? null : failure?.Error, nextAt, peer);
    }

    /// <summary>Decides for an attempt that found no session.</summary>
    /// <param name="email">The email, its attempt counted.</param>
    /// <param name="tried">Its recipients in this attempt.</param>
    /// <param name="failure">Why there was none.</param>
    /// <param name="refusedSignIns">Sign-ins refused in a row, this one included.</param>
    /// <param name="peer">The server.</param>
    public Settlement Decide(Email email, IReadOnlyList<EmailRecipient> tried, SmtpFailure failure, int refusedSignIns, SmtpPeer peer)
    {
        var (status, retryAt, error) = failure.Reason == FailureReason.CredentialsRefused && refusedSignIns < RefusalsBeforePause
            ? SecondTry(failure)
            : Next(email, failure);
        return new(status, [.. tried.Select(r => new RecipientOutcome(r.Ordinal, status, failure.Error.Reply))], error, retryAt, peer);
    }

    private (RecipientOutcome Outcome, SmtpFailure? Failure, DateTimeOffset? RetryAt) Outcome(
        Email email, EmailRecipient recipient, SmtpTransaction transaction, SmtpRecipientResult result)
    {
        var failure = result.Failure ?? transaction.Failure;
        var reply = failure?.Error.Reply ?? transaction.FinalReply ?? result.Reply;
        if (failure is null)
            return (new(recipient.Ordinal, EmailStatus.Sent, reply), null, null);
        var (status, retryAt, error) = Next(email, failure);
        return (new(recipient.Ordinal, status, reply), failure with { Error = error }, retryAt);
    }

    private (EmailStatus Status, DateTimeOffset? RetryAt, DeliveryError Error) Next(Email email, SmtpFailure failure) => failure switch
    {
        { Class: FailureClass.Uncertain } => (EmailStatus.Uncertain, null, failure.Error),
        { Class: FailureClass.Transient or FailureClass.Connection } or { Reason: FailureReason.AuthenticationUnavailable or FailureReason.RateLimited } => Retry(email, failure),
        { Class: FailureClass.Authentication } or { Reason: FailureReason.TlsFailed or FailureReason.AuthenticationNotAllowed or FailureReason.AddressNotAllowed } =>
            (EmailStatus.Held, null, failure.Error),
        _ => (EmailStatus.Failed, null, failure.Error),
    };

    private (EmailStatus Status, DateTimeOffset? RetryAt, DeliveryError Error) SecondTry(SmtpFailure failure)
    {
        var wait = retry.FirstDelay < SecondTryDelay ? retry.FirstDelay : SecondTryDelay;
        return (EmailStatus.Delayed, now + (failure.RetryAfter > wait ? failure.RetryAfter.Value : wait), failure.Error);
    }

    private (EmailStatus Status, DateTimeOffset? RetryAt, DeliveryError Error) Retry(Email email, SmtpFailure failure)
    {
        var decision = RetrySchedule.NextAttempt(
            retry, email.Attempt - email.AttemptsForgiven, email.DueSince, now, failure.Reason, failure.RetryAfter, dice);
        return decision.IsExpired
            ? (EmailStatus.Failed, null, failure.Error with { Class = FailureClass.Permanent, Reason = FailureReason.Expired })
            : (EmailStatus.Delayed, decision.At, failure.Error);
    }

    /// <summary>Why an email is not sent whose last attempt succeeded: a recipient was refused in one before.</summary>
    private static SmtpFailure? RefusedBefore(List<EmailRecipient> earlier, EmailStatus status) =>
        earlier.Find(r => r.Status == status && r.Smtp is { IsPermanent: true }) is { Smtp: { } reply } ? SmtpFailure.FromReply(SmtpStage.RcptTo, reply) : null;

    private static EmailStatus Worst(IEnumerable<EmailStatus> statuses)
    {
        var seen = statuses.ToHashSet();
        return seen.Contains(EmailStatus.Uncertain) ? EmailStatus.Uncertain
            : seen.Contains(EmailStatus.Held) ? EmailStatus.Held
            : seen.Contains(EmailStatus.Delayed) ? EmailStatus.Delayed
            : seen.Contains(EmailStatus.Failed) ? EmailStatus.Failed
            : EmailStatus.Sent;
    }
}
