using AgentMail.Core.Emails;
using static AgentMail.Core.Emails.EmailMover;
using static AgentMail.Core.Emails.EmailStatus;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailMovesTests
{
    /// <summary>The status line of the public contract, arrow by arrow, and who makes each move.</summary>
    private static readonly (EmailStatus From, EmailStatus To, EmailMover By)[] Contract =
    [
        (Scheduled, Queued, Itself), (Queued, Sending, Itself), (Sending, Sent, Itself), (Sent, Delivered, Itself), (Sent, Bounced, Itself),
        (Sending, Delayed, Itself), (Delayed, Sending, Itself),
        (Queued, Held, Itself), (Held, Queued, Itself), (Delayed, Held, Itself), (Held, Delayed, Itself),
        (Sending, Failed, Itself), (Sending, Uncertain, Itself),
        (Uncertain, Sent, ResolveAsSent), (Uncertain, Queued, Resend),
        (Scheduled, Cancelled, Cancel), (Queued, Cancelled, Cancel), (Delayed, Cancelled, Cancel), (Held, Cancelled, Cancel),
    ];

    /// <summary>What the line leaves out and the rest of the contract asks for.</summary>
    private static readonly (EmailStatus From, EmailStatus To, EmailMover By)[] Besides =
    [
        (Failed, Queued, Retry), (Delayed, Queued, Retry), // POST retry
        (Scheduled, Scheduled, Reschedule), (Scheduled, Queued, Reschedule), // PATCH scheduledAt: another time, or now
        (Uncertain, Queued, Itself), // by the tenant's rule "resend"
        (Uncertain, Queued, ResolveAsSent), (Uncertain, Failed, ResolveAsSent), // another recipient was delayed, or refused, meanwhile
        (Sending, Queued, Itself), // a worker died or stopped before the body went out
        (Sending, Held, Itself), // the sign-in was refused: the identity pauses (P4)
        (Queued, Failed, Itself), (Delayed, Failed, Itself), // its identity is gone or sends as somebody else (R19)
    ];

    [Fact]
    public void The_legal_moves_are_those_of_the_contract_and_no_others()
    {
        var legal = from before in Enum.GetValues<EmailStatus>()
                    from after in Enum.GetValues<EmailStatus>()
                    from mover in Enum.GetValues<EmailMover>()
                    where EmailMoves.Allows(before, after, mover)
                    select (before, after, mover);

        Assert.Equal(Contract.Concat(Besides).Order(), legal.Order());
    }

    [Fact]
    public void A_move_is_legal_when_somebody_may_make_it() => Assert.All(
        from before in Enum.GetValues<EmailStatus>() from after in Enum.GetValues<EmailStatus>() select (before, after),
        move => Assert.Equal(Contract.Concat(Besides).Any(m => (m.From, m.To) == move), EmailMoves.Allows(move.before, move.after)));

    [Fact]
    public void A_recipient_moves_as_an_email_does_or_goes_with_one_that_waits_for_anothers_sake()
    {
        (EmailStatus, EmailStatus, EmailMover)[] along =
        [
            (Delayed, Queued, Itself), // held mail is released, mail that may have arrived is resent
            (Delayed, Queued, Resend), (Held, Queued, Resend), (Delayed, Queued, ResolveAsSent), (Held, Queued, ResolveAsSent),
        ];
        var legal = from before in Enum.GetValues<EmailStatus>()
                    from after in Enum.GetValues<EmailStatus>()
                    from mover in Enum.GetValues<EmailMover>()
                    where EmailMoves.AllowsRecipient(before, after, mover)
                    select (before, after, mover);

        Assert.Equal(Contract.Concat(Besides).Concat(along).Order(), legal.Order());
    }

    [Theory]
    [InlineData(Cancel, Scheduled, Queued, Delayed, Held)]
    [InlineData(Reschedule, Scheduled)]
    [InlineData(Retry, Delayed, Failed)]
    [InlineData(ResolveAsSent, Uncertain)]
    [InlineData(Resend, Uncertain)]
    public void A_person_asks_for_something_that_the_status_allows(EmailMover by, params EmailStatus[] from) =>
        Assert.Equal(from, Enum.GetValues<EmailStatus>().Where(status => EmailMoves.Allows(status, by)));

    [Theory]
    [InlineData(Scheduled, false, true)]
    [InlineData(Queued, false, true)]
    [InlineData(Sending, false, true)]
    [InlineData(Delayed, false, true)]
    [InlineData(Held, false, true)]
    [InlineData(Uncertain, false, false)]
    [InlineData(Sent, true, false)]
    [InlineData(Failed, true, false)]
    [InlineData(Delivered, true, false)]
    [InlineData(Bounced, true, false)]
    [InlineData(Cancelled, true, false)]
    public void A_status_is_final_or_pending_or_waits_for_a_person(EmailStatus status, bool isFinal, bool isPending) =>
        Assert.Equal((isFinal, isPending), (EmailMoves.IsFinal(status), EmailMoves.IsPending(status)));
}
