using AgentMail.Core.Delivery;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Delivery;

/// <summary>What an attempt says about the lane it was made on, whatever it says about its message.</summary>
/// <param name="Kind">In a word.</param>
/// <param name="Why">The server's words, or that it had none; null where the lane need not wait.</param>
/// <param name="RetryAfter">How long the server asked to wait.</param>
internal sealed record LaneSignal(LaneSignalKind Kind, DeliveryError? Why = null, TimeSpan? RetryAfter = null)
{
    public static LaneSignal Nothing { get; } = new(LaneSignalKind.Nothing);

    public static LaneSignal Good { get; } = new(LaneSignalKind.Good);

    /// <summary>Hears it.</summary>
    /// <param name="report">What became of the attempt.</param>
    /// <param name="refusedSignIns">Sign-ins refused in a row, this one included.</param>
    public static LaneSignal Of(SendReport report, int refusedSignIns) =>
        report is { Transaction: { } transaction } ? Of(transaction) : report.IsOurs ? Nothing : Of(report.NotOpened!, refusedSignIns);

    /// <summary>The server takes fewer recipients at once, which is no wish for less mail; unless it took none.</summary>
    public static bool IsTooManyRecipients(SmtpFailure? failure, SmtpOutcome outcome) =>
        failure is { Reason: FailureReason.RateLimited, Error.Hint: Hints.TooManyRecipients } && outcome != SmtpOutcome.NoRecipients;

    private static LaneSignal Of(SmtpTransaction transaction)
    {
        var rate = transaction.Recipients.Select(r => r.Failure).Append(transaction.Failure)
            .FirstOrDefault(f => f?.Reason == FailureReason.RateLimited && !IsTooManyRecipients(f, transaction.Outcome));
        return rate is not null ? Slow(LaneSignalKind.TooFast, rate)
            : transaction.Outcome is SmtpOutcome.Accepted or SmtpOutcome.Refused or SmtpOutcome.NoRecipients ? Good
            : Nothing;
    }

    private static LaneSignal Of(SmtpFailure failure, int refusedSignIns) => failure switch
    {
        { Reason: FailureReason.RateLimited } => Slow(LaneSignalKind.TooFast, failure),
        { Reason: FailureReason.CredentialsRefused } when refusedSignIns < SettlementPolicy.RefusalsBeforePause => Slow(LaneSignalKind.SignInRefused, failure),
        { Class: FailureClass.Connection or FailureClass.Transient } or { Reason: FailureReason.AuthenticationUnavailable } => Slow(LaneSignalKind.Unreachable, failure),

        // The lane pauses, which is another thing: its mail is held, and to be held it must not wait.
        _ => Good,
    };

    private static LaneSignal Slow(LaneSignalKind kind, SmtpFailure failure) => new(kind, failure.Error, failure.RetryAfter);
}

/// <summary>What an attempt may say about its lane.</summary>
internal enum LaneSignalKind
{
    /// <summary>Neither that the lane should slow down nor that it need not.</summary>
    Nothing,

    /// <summary>The server talks to this account as it should.</summary>
    Good,

    /// <summary>The server says that this account sends too fast or too much.</summary>
    TooFast,

    /// <summary>No session came about, and the account is not to blame.</summary>
    Unreachable,

    /// <summary>The first refused sign-in, which may be chance.</summary>
    SignInRefused,
}
