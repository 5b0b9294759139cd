using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;

namespace AgentMail.Worker.Smtp;

/// <summary>Judges how a transaction ended.</summary>
internal sealed class TransactionReport(
    Envelope envelope, SmtpExchange exchange, OutboundMessage outbound, bool reused, string? tlsVersion, TimeProvider clock)
{
    private const int ServiceClosing = 421;
    private const int BadSequence = 503;

    private readonly long _begun = clock.GetTimestamp();

    public SmtpTransaction Accepted(SmtpReply reply, bool connected) =>
        Make(SmtpOutcome.Accepted, null, reply, connected);

    public SmtpTransaction Refused(SmtpFailure failure, SmtpReply? reply, bool connected) =>
        Make(SmtpOutcome.Refused, failure, reply, connected) with { Stage = failure.Error.Stage ?? exchange.Stage };

    /// <summary>There was no point in beginning.</summary>
    public SmtpTransaction NotBegun(SmtpFailure failure, bool connected)
    {
        exchange.Stages.Begin(failure.Error.Stage ?? exchange.Stage);
        return Refused(failure, null, connected);
    }

    /// <summary>This session cannot take the message, a new one can.</summary>
    public SmtpTransaction Stale() =>
        Make(SmtpOutcome.Broken, SmtpFailure.Broken(exchange.Stage, Hints.Transient, SmtpFault.Lost), null, false) with { StaleConnection = true };

    public SmtpTransaction Failed(SmtpReply? reply, Deadline deadline, bool limitExceeded, bool connected)
    {
        exchange.ThrowMarkFault(deadline);
        if (exchange.Fenced)
            return Make(SmtpOutcome.Fenced, null, null, false);
        if (reply is not null)
            return Answered(reply, connected);
        if (exchange.BodyEnded)
            return Uncertain(null, "The connection was lost, or no answer came, after the message had gone out.");

        deadline.ThrowIfCancelledByCaller();
        var (fault, hint) = deadline.HasPassed ? (SmtpFault.Silent, "The server did not answer in time.")
            : limitExceeded ? (SmtpFault.NotSmtp, "The server sent a reply without end.")
            : (SmtpFault.Lost, "The connection broke off before the message had gone out.");
        return Make(SmtpOutcome.Broken, SmtpFailure.Broken(exchange.Stage, hint + Hints.TriesAgain, fault), null, false) with
        {
            StaleConnection = reused && exchange.Stage is not SmtpStage.Data && !deadline.HasPassed && !limitExceeded,
        };
    }

    private static SmtpFailure Senseless { get; } =
        SmtpFailure.Broken(SmtpStage.RcptTo, "The server's answer to the recipients makes no sense." + Hints.TriesAgain, SmtpFault.NotSmtp);

    private SmtpTransaction Answered(SmtpReply reply, bool connected)
    {
        if (exchange.NoRecipientAccepted)
            return NoRecipients(connected);
        if (!reply.IsTransient && !reply.IsPermanent && exchange.BodyEnded)
        {
            return reply.Code is >= 200 and < 300
                ? Accepted(reply, connected)
                : Uncertain(reply, "The server's answer to the message makes no sense.");
        }

        // With an answer that cannot stand here, the two sides have lost step for good.
        var inStep = reply.IsTransient || reply.IsPermanent;

        // Kept state that the server no longer has: worth one more try on a fresh connection.
        var lostStep = reused && exchange.Stage is SmtpStage.MailFrom && reply.Code is ServiceClosing or BadSequence;
        return Refused(SmtpFailure.FromReply(exchange.Stage, reply), reply, connected && inStep && reply.Code is not (ServiceClosing or BadSequence)) with
        {
            StaleConnection = lostStep,
        };
    }

    private SmtpTransaction NoRecipients(bool connected)
    {
        var refusals = Recipients(null, SmtpOutcome.NoRecipients).Select(recipient => recipient.Failure ?? Senseless).ToList();

        // One that may still be reached keeps the message alive.
        var failure = refusals.Find(refusal => refusal.Class is FailureClass.Transient) ?? refusals[0];
        var over = envelope.Recipients.Select(ReplyTo).Any(reply => reply is { Code: ServiceClosing } or { IsTransient: false, IsPermanent: false });
        return Make(SmtpOutcome.NoRecipients, failure, failure.Error.Reply, connected && !over);
    }

    private SmtpTransaction Uncertain(SmtpReply? reply, string hint) => Make(
        SmtpOutcome.Uncertain,
        SmtpFailure.Without(reply, SmtpStage.Data, FailureClass.Uncertain, FailureReason.OutcomeUnknown, hint + " It may or may not have been delivered."),
        reply,
        false);

    private SmtpTransaction Make(SmtpOutcome outcome, SmtpFailure? failure, SmtpReply? reply, bool usable) => new()
    {
        Outcome = outcome,
        Stage = exchange.Stage,
        Recipients = Recipients(failure, outcome),
        Failure = failure,
        FinalReply = reply,
        BodyStarted = exchange.BodyStarted,
        TlsVersion = tlsVersion,
        SessionUsable = usable,
        Stages = Stages(failure, reply),
        Duration = clock.GetElapsedTime(_begun),
    };

    private IReadOnlyList<SmtpStageReport> Stages(SmtpFailure? failure, SmtpReply? reply)
    {
        var log = exchange.Stages;
        if (failure is null)
            log.End(reply?.ToString() ?? "");
        else
            log.Fail(failure);
        return log.Reports;
    }

    // A recipient refused by name stays refused, whatever became of the message for the others.
    private List<SmtpRecipientResult> Recipients(SmtpFailure? failure, SmtpOutcome outcome) =>
    [
        .. envelope.Recipients.Select(address => (address, reply: ReplyTo(address), problem: outbound.ProblemWith(address))).Select(recipient =>
            new SmtpRecipientResult(recipient.address, recipient.reply, recipient.problem ?? recipient.reply switch
            {
                { Code: < 200 or >= 300 } => SmtpFailure.FromReply(SmtpStage.RcptTo, recipient.reply),
                _ when outcome is SmtpOutcome.Fenced => null,
                _ => failure,
            })),
    ];

    private SmtpReply? ReplyTo(string address) => exchange.ReplyTo(outbound[address].Address);
}
