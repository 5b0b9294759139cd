using AgentMail.Core.Emails;
using static AgentMail.Core.Emails.EmailStatus;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailMovesTests
{
    /// <summary>The status line of the public contract, arrow by arrow.</summary>
    private static readonly (EmailStatus From, EmailStatus To)[] Contract =
    [
        (Scheduled, Queued), (Queued, Sending), (Sending, Sent), (Sent, Delivered), (Sent, Bounced),
        (Sending, Delayed), (Delayed, Sending),
        (Queued, Held), (Held, Queued), (Delayed, Held), (Held, Delayed),
        (Sending, Failed), (Sending, Uncertain), (Uncertain, Sent), (Uncertain, Queued),
        (Scheduled, Cancelled), (Queued, Cancelled), (Delayed, Cancelled), (Held, Cancelled),
    ];

    /// <summary>What the line leaves out and the rest of the contract asks for.</summary>
    private static readonly (EmailStatus From, EmailStatus To)[] Besides =
    [
        (Failed, Queued), (Delayed, Queued), // POST retry
        (Sending, Queued), // a worker died or stopped before the body went out
        (Sending, Held), // the sign-in was refused: the identity pauses (P4)
        (Queued, Failed), (Delayed, Failed), // its identity is gone or sends as somebody else (R19)
    ];

    [Fact]
    public void The_legal_moves_are_those_of_the_contract_and_no_others()
    {
        var legal = from before in Enum.GetValues<EmailStatus>()
                    from after in Enum.GetValues<EmailStatus>()
                    where EmailMoves.Allows(before, after)
                    select (before, after);

        Assert.Equal(Contract.Concat(Besides).Order(), legal.Order());
    }

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
