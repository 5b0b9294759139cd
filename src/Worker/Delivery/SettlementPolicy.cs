using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Delivery;

/// <summary>Turns what SMTP said into next statuses. Pure: clock and dice come in.</summary>
/// <param name="retry">The email's own waits.</param>
/// <param name="now">The clock.</param>
/// <param name="dice">A random number from 0 to 1.</param>
/// <param name="slowUntil">Until when the lane makes no attempt; null at full pace.</param>
internal sealed class SettlementPolicy(RetryOptions retry, DateTimeOffset now, double dice, DateTimeOffset? slowUntil = null)
{
    /// <summary>Sign-ins refused in a row before an identity is paused: servers lock accounts that try more.</summary>
    public const int RefusalsBeforePause = 2;

    /// <summary>Between the first refused sign-in and the second: a hiccup has passed, and whoever waits for the pause still watches.</summary>
    public static readonly TimeSpan SecondTryDelay = TimeSpan.FromSeconds(5);

    /// <summary>The same where retries begin sooner.</summary>
    public static TimeSpan SecondTryAfter(RetryOptions retry) => retry.FirstDelay < SecondTryDelay ? retry.FirstDelay : SecondTryDelay;

    /// <summary>For an attempt that this worker broke off itself: nothing is wrong with the email.</summary>
    public static Settlement BackInQueue(IReadOnlyList<EmailRecipient> tried, DateTimeOffset now) =>
        new(EmailStatus.Queued, [.. tried.Select(r => new RecipientOutcome(r.Ordinal, EmailStatus.Queued, r.Smtp))], null, now, null) { IsForgiven = true };

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
        var error = outcomes.FirstOrDefault(o => o.Outcome.Status == worst).Step?.Error ?? RefusedBefore(earlier, worst);
        var delayed = outcomes.Where(o => o.Outcome.Status == EmailStatus.Delayed).Select(o => o.Step!).ToList();
        var nextAt = worst == EmailStatus.Delayed ? delayed.Min(step => step.RetryAt) : null;
        return new(worst, [.. outcomes.Select(o => o.Outcome)], worst == EmailStatus.Sent ? null : error, nextAt, peer)
        {
            IsForgiven = worst == EmailStatus.Delayed && delayed.TrueForAll(step => step.IsForgiven),
        };
    }

    /// <summary>Decides for an attempt that found no session.</summary>
    /// <param name="email">The email, its attempt counted.</param>
    /// <param name="tried">Its recipients in this attempt.</param>
    /// <param name="failure">Why there was none.</param>
    /// <param name="refusedSignIns">Sign-ins refused in a row, this one included.</param>
    /// <param name="peer">The server.</param>
    public Settlement Decide(Email email, IReadOnlyList<EmailRecipient> tried, SmtpFailure failure, int refusedSignIns, SmtpPeer peer)
    {
        var step = failure.Reason == FailureReason.CredentialsRefused && refusedSignIns < RefusalsBeforePause
            ? WithTheLane(email, failure)
            : Next(email, failure);
        return new(step.Status, [.. tried.Select(r => new RecipientOutcome(r.Ordinal, step.Status, failure.Error.Reply))], step.Error, step.RetryAt, peer)
        {
            IsForgiven = step.IsForgiven,
        };
    }

    private (RecipientOutcome Outcome, Step? Step) Outcome(Email email, EmailRecipient recipient, SmtpTransaction transaction, SmtpRecipientResult result)
    {
        var failure = result.Failure ?? transaction.Failure;
        var reply = failure?.Error.Reply ?? transaction.FinalReply ?? result.Reply;
        if (failure is null)
            return (new(recipient.Ordinal, EmailStatus.Sent, reply), null);
        var step = LaneSignal.IsTooManyRecipients(failure, transaction.Outcome)
            ? transaction.Outcome == SmtpOutcome.Accepted ? Delay(email, failure, now, isForgiven: true) : Retry(email, failure)
            : Next(email, failure);
        return (new(recipient.Ordinal, step.Status, reply), step);
    }

    private Step Next(Email email, SmtpFailure failure) => failure switch
    {
        { Class: FailureClass.Uncertain } => new(EmailStatus.Uncertain, failure.Error),
        { Reason: FailureReason.RateLimited } => WithTheLane(email, failure),
        { Class: FailureClass.Transient or FailureClass.Connection } or { Reason: FailureReason.AuthenticationUnavailable } => Retry(email, failure),
        { Class: FailureClass.Authentication } or { Reason: FailureReason.TlsFailed or FailureReason.AuthenticationNotAllowed or FailureReason.AddressNotAllowed } =>
            new(EmailStatus.Held, failure.Error),
        _ => new(EmailStatus.Failed, failure.Error),
    };

    /// <summary>What was said is about the account: the email goes on when its lane does, and its own waits do not grow.</summary>
    private Step WithTheLane(Email email, SmtpFailure failure) =>
        slowUntil is { } until ? Delay(email, failure, until > now ? until : now, isForgiven: true) : Retry(email, failure);

    private Step Retry(Email email, SmtpFailure failure)
    {
        var attempt = email.Attempt - email.AttemptsForgiven;
        var decision = RetrySchedule.NextAttempt(retry, attempt, email.DueSince, now, failure.Reason, failure.RetryAfter, dice);
        return decision.At is { } at ? Delay(email, failure, slowUntil > at ? slowUntil.Value : at, isForgiven: false) : Expired(failure);
    }

    private Step Delay(Email email, SmtpFailure failure, DateTimeOffset at, bool isForgiven) =>
        at > email.DueSince + retry.MaxAge ? Expired(failure) : new(EmailStatus.Delayed, failure.Error, at, isForgiven);

    private static Step Expired(SmtpFailure failure) =>
        new(EmailStatus.Failed, failure.Error with { Class = FailureClass.Permanent, Reason = FailureReason.Expired });

    /// <summary>Why an email is not sent whose last attempt succeeded: a recipient was refused in one before.</summary>
    private static DeliveryError? RefusedBefore(List<EmailRecipient> earlier, EmailStatus status) =>
        earlier.Find(r => r.Status == status && r.Smtp is { IsPermanent: true }) is { Smtp: { } reply } ? SmtpFailure.FromReply(SmtpStage.RcptTo, reply).Error : null;

    private static EmailStatus Worst(IEnumerable<EmailStatus> statuses)
    {
        var seen = statuses.ToHashSet();
        return seen.Contains(EmailStatus.Uncertain) ? EmailStatus.Uncertain
            : seen.Contains(EmailStatus.Held) ? EmailStatus.Held
            : seen.Contains(EmailStatus.Delayed) ? EmailStatus.Delayed
            : seen.Contains(EmailStatus.Failed) ? EmailStatus.Failed
            : EmailStatus.Sent;
    }

    /// <summary>What comes next for one recipient, or for all.</summary>
    private sealed record Step(EmailStatus Status, DeliveryError Error, DateTimeOffset? RetryAt = null, bool IsForgiven = false);
}
