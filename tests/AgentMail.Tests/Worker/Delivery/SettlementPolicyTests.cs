using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Worker.Delivery;
using AgentMail.Worker.Smtp;
using static AgentMail.Core.Emails.EmailStatus;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class SettlementPolicyTests
{
    private const double Middle = 0.5;

    private static readonly SmtpPeer Peer = new("smtp.acme.example", null);
    private static readonly SmtpReply Ok = new(250, "2.0.0", "Ok");
    private static readonly TimeSpan FirstDelay = RetryOptions.DefaultFirstDelay;

    /// <summary>What a failure makes of an email; a retry has a time, and nothing else has.</summary>
    public static TheoryData<FailureClass, FailureReason, EmailStatus> Failures() => new()
    {
        { FailureClass.Transient, FailureReason.Transient, Delayed },
        { FailureClass.Transient, FailureReason.Greylisted, Delayed },
        { FailureClass.Transient, FailureReason.RateLimited, Delayed },
        { FailureClass.Transient, FailureReason.RecipientFull, Delayed },
        { FailureClass.Transient, FailureReason.TlsFailed, Delayed },
        { FailureClass.Permanent, FailureReason.RateLimited, Delayed },
        { FailureClass.Policy, FailureReason.RateLimited, Delayed },
        { FailureClass.Connection, FailureReason.ConnectionFailed, Delayed },
        { FailureClass.Authentication, FailureReason.AuthenticationUnavailable, Delayed },
        { FailureClass.Authentication, FailureReason.CredentialsRefused, Held },
        { FailureClass.Authentication, FailureReason.EmailPasswordMissing, Held },
        { FailureClass.Authentication, FailureReason.AuthenticationNotAllowed, Held },
        { FailureClass.Policy, FailureReason.AuthenticationNotAllowed, Held },
        { FailureClass.Policy, FailureReason.TlsFailed, Held },
        { FailureClass.Policy, FailureReason.AddressNotAllowed, Held },
        { FailureClass.Policy, FailureReason.SenderDenied, Failed },
        { FailureClass.Policy, FailureReason.MessageRefused, Failed },
        { FailureClass.Permanent, FailureReason.RecipientRefused, Failed },
        { FailureClass.Permanent, FailureReason.MessageRefused, Failed },
        { FailureClass.Permanent, FailureReason.Unclassified, Failed },
        { FailureClass.Uncertain, FailureReason.OutcomeUnknown, Uncertain },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_message_that_was_not_taken_goes_where_its_failure_says(FailureClass @class, FailureReason reason, EmailStatus expected)
    {
        var settlement = Decide(Transaction(SmtpOutcome.Refused, Failure(@class, reason)));

        AssertSettled(settlement, expected, @class, reason);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Without_a_session_the_same_holds(FailureClass @class, FailureReason reason, EmailStatus expected)
    {
        var email = Sending();

        var settlement = Policy().Decide(email, email.Recipients, Failure(@class, reason), SettlementPolicy.RefusalsBeforePause, Peer);

        AssertSettled(settlement, expected, @class, reason);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Two_refused_sign_ins_are_no_chance(int refused)
    {
        var email = Sending();

        var settlement = Policy().Decide(email, email.Recipients, Failure(FailureClass.Authentication, FailureReason.CredentialsRefused), refused, Peer);

        AssertSettled(settlement, Held, FailureClass.Authentication, FailureReason.CredentialsRefused);
    }

    /// <summary>Tried again soon: whoever has just saved a wrong password still watches when the pause comes.</summary>
    [Fact]
    public void One_refused_sign_in_may_be_chance()
    {
        var email = Sending();

        var settlement = new SettlementPolicy(new(), CreatedAt, Middle, CreatedAt + SettlementPolicy.SecondTryDelay).Decide(
            email, email.Recipients, Failure(FailureClass.Authentication, FailureReason.CredentialsRefused), refusedSignIns: 1, Peer);

        Assert.Equal((Delayed, CreatedAt + SettlementPolicy.SecondTryDelay), (settlement.Status, settlement.NextActionAt!.Value));
    }

    [Fact]
    public void What_was_taken_is_sent_and_shows_the_servers_last_word()
    {
        var settlement = Decide(Transaction(SmtpOutcome.Accepted, null));

        Assert.Equal((Sent, null, null), (settlement.Status, settlement.Error, settlement.NextActionAt));
        Assert.Equal(new(0, Sent, Ok), Assert.Single(settlement.Recipients));
    }

    [Fact]
    public void Retries_end_with_the_age_of_the_email()
    {
        var settlement = Decide(Transaction(SmtpOutcome.Refused, Failure(FailureClass.Transient, FailureReason.Transient)), age: RetryOptions.DefaultMaxAge);

        AssertSettled(settlement, Failed, FailureClass.Permanent, FailureReason.Expired);
    }

    [Fact]
    public void The_age_of_a_scheduled_email_counts_from_its_time()
    {
        var email = Sending(scheduledAt: CreatedAt.AddDays(10));

        var settlement = Policy(TimeSpan.FromDays(10)).Decide(
            email, email.Recipients, Failure(FailureClass.Transient, FailureReason.Transient), 0, Peer);

        Assert.Equal((Delayed, CreatedAt.AddDays(10) + FirstDelay), (settlement.Status, settlement.NextActionAt!.Value));
    }

    [Fact]
    public void The_servers_wish_to_wait_longer_is_granted()
    {
        var failure = Failure(FailureClass.Transient, FailureReason.RateLimited) with { RetryAfter = TimeSpan.FromMinutes(30) };

        Assert.Equal(CreatedAt.AddMinutes(30), Decide(Transaction(SmtpOutcome.Refused, failure)).NextActionAt);
    }

    /// <summary>Slow the identity, not the message: it goes on when its lane does, and its own waits do not grow.</summary>
    [Theory]
    [InlineData(FailureReason.RateLimited, 90, true)]
    [InlineData(FailureReason.Transient, 90, false)]
    [InlineData(FailureReason.Transient, 20, false)]
    public void What_a_slow_lane_means_for_the_email_that_met_it(FailureReason reason, int slowSeconds, bool forgiven)
    {
        var (email, slowUntil) = (Sending(), CreatedAt.AddSeconds(slowSeconds));
        email.Attempt = 1;

        var settlement = new SettlementPolicy(new(), CreatedAt, Middle, slowUntil).Decide(
            email, email.Recipients, Transaction(SmtpOutcome.Refused, Failure(FailureClass.Transient, reason)), Peer);

        var own = CreatedAt + FirstDelay;
        Assert.Equal((Delayed, forgiven || slowUntil > own ? slowUntil : own, forgiven), (settlement.Status, settlement.NextActionAt!.Value, settlement.IsForgiven));
    }

    [Fact]
    public void Forgiven_attempts_do_not_lengthen_the_waits_after_them()
    {
        var email = Sending();
        (email.Attempt, email.AttemptsForgiven) = (6, 5);

        var settlement = Policy().Decide(email, email.Recipients, Transaction(SmtpOutcome.Refused, Failure(FailureClass.Transient, FailureReason.Transient)), Peer);

        Assert.Equal(CreatedAt + FirstDelay, settlement.NextActionAt);
    }

    [Fact]
    public void A_slow_lane_keeps_nothing_beyond_its_age()
    {
        var email = Sending();
        var now = CreatedAt + RetryOptions.DefaultMaxAge - TimeSpan.FromSeconds(30);

        var settlement = new SettlementPolicy(new(), now, Middle, now.AddMinutes(1)).Decide(
            email, email.Recipients, Transaction(SmtpOutcome.Refused, Failure(FailureClass.Transient, FailureReason.RateLimited)), Peer);

        AssertSettled(settlement, Failed, FailureClass.Permanent, FailureReason.Expired);
    }

    /// <summary>452 4.5.3: whom the server took has the message; the rest go at once in the next transaction.</summary>
    [Fact]
    public void Recipients_over_the_servers_limit_go_at_once()
    {
        var email = Sending(3);
        var transaction = Transaction(SmtpOutcome.Accepted, null, "omm");

        var settlement = Policy().Decide(email, email.Recipients, transaction, Peer);

        Assert.Equal((Delayed, CreatedAt, true), (settlement.Status, settlement.NextActionAt!.Value, settlement.IsForgiven));
        Assert.Equal([Sent, Delayed, Delayed], settlement.Recipients.Select(r => r.Status));
    }

    [Theory]
    // each recipient's own outcome: o accepted, t refused for now, p refused for good → the email shows the worst that is still open
    [InlineData("oo", Sent, "Sent Sent")]
    [InlineData("ot", Delayed, "Sent Delayed")]
    [InlineData("op", Failed, "Sent Failed")]
    [InlineData("pt", Delayed, "Failed Delayed")]
    [InlineData("otp", Delayed, "Sent Delayed Failed")]
    public void Recipients_go_different_ways(string outcomes, EmailStatus expected, string statuses)
    {
        var email = Sending(outcomes.Length);
        var transaction = Transaction(SmtpOutcome.Accepted, null, outcomes);

        var settlement = Policy().Decide(email, email.Recipients, transaction, Peer);

        Assert.Equal((expected, statuses), (settlement.Status, string.Join(' ', settlement.Recipients.Select(r => r.Status))));
        Assert.Equal(expected == Sent, settlement.Error is null);
    }

    [Fact]
    public void Whoever_was_refused_by_name_is_not_uncertain_with_the_others()
    {
        var email = Sending(3);
        var transaction = Transaction(SmtpOutcome.Uncertain, Failure(FailureClass.Uncertain, FailureReason.OutcomeUnknown), "otp");

        var settlement = Policy().Decide(email, email.Recipients, transaction, Peer);

        Assert.Equal((Uncertain, null, FailureReason.OutcomeUnknown), (settlement.Status, settlement.NextActionAt, settlement.Error!.Reason));
        Assert.Equal([Uncertain, Delayed, Failed], settlement.Recipients.Select(r => r.Status));
    }

    [Fact]
    public void A_second_attempt_for_the_rest_does_not_forget_who_was_refused_in_the_first()
    {
        var email = Sending(2);
        email.Stands(0, Failed, new(550, "5.1.1", "User unknown"));

        var settlement = Policy().Decide(email, [email.Recipients[1]], Transaction(SmtpOutcome.Accepted, null), Peer);

        Assert.Equal(Failed, settlement.Status);
        Assert.Equal((FailureReason.RecipientRefused, 550), (settlement.Error!.Reason, settlement.Error.Reply!.Code));
        Assert.Equal((1, Sent), Assert.Single(settlement.Recipients.Select(r => (r.Ordinal, r.Status))));
    }

    [Fact]
    public void An_attempt_that_we_broke_off_is_nobodys_fault()
    {
        var settlement = SettlementPolicy.BackInQueue(Sending().Recipients, CreatedAt);

        Assert.Equal((Queued, null, CreatedAt), (settlement.Status, settlement.Error, settlement.NextActionAt!.Value));
        Assert.Equal(Queued, Assert.Single(settlement.Recipients).Status);
    }

    private static void AssertSettled(Settlement settlement, EmailStatus status, FailureClass @class, FailureReason reason)
    {
        Assert.Equal((status, @class, reason), (settlement.Status, settlement.Error!.Class, settlement.Error.Reason));
        Assert.All(settlement.Recipients, r => Assert.Equal(status, r.Status));
        if (status == Delayed)
            Assert.True(settlement.NextActionAt >= CreatedAt + FirstDelay);
        else
            Assert.Null(settlement.NextActionAt);
    }

    private static Settlement Decide(SmtpTransaction transaction, TimeSpan age = default)
    {
        var email = Sending();
        return Policy(age).Decide(email, email.Recipients, transaction, Peer);
    }

    private static SettlementPolicy Policy(TimeSpan age = default) => new(new(), CreatedAt + age, Middle);

    private static Email Sending(int recipients = 1, DateTimeOffset? scheduledAt = null)
    {
        var email = New(EmailStatus.Sending, scheduledAt: scheduledAt, recipients: [.. Enumerable.Range(0, recipients).Select(i => $"r{i}@example.net")]);
        email.Attempt = 1;
        return email;
    }

    private static SmtpTransaction Transaction(SmtpOutcome outcome, SmtpFailure? failure, string recipients = "o") => new()
    {
        Outcome = outcome,
        Stage = SmtpStage.Data,
        Failure = failure,
        FinalReply = outcome == SmtpOutcome.Accepted ? Ok : null,
        Recipients =
        [
            .. recipients.Select((word, i) => word switch
            {
                't' => Refused(i, new(451, "4.7.0", "Later")),
                'm' => Refused(i, new(452, "4.5.3", "Too many recipients")),
                'p' => Refused(i, new(550, "5.1.1", "User unknown")),
                _ => new SmtpRecipientResult($"r{i}@example.net", Ok, failure),
            }),
        ],
    };

    private static SmtpRecipientResult Refused(int i, SmtpReply reply) => new($"r{i}@example.net", reply, SmtpFailure.FromReply(SmtpStage.RcptTo, reply));

    private static SmtpFailure Failure(FailureClass @class, FailureReason reason) => new(new(@class, reason, SmtpStage.Data, null, "A hint."));
}
