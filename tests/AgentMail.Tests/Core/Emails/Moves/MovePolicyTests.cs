using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using static AgentMail.Core.Emails.EmailMover;
using static AgentMail.Core.Emails.EmailStatus;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Emails.Moves;

public sealed class MovePolicyTests
{
    private static readonly DateTimeOffset Now = CreatedAt.AddDays(2);
    private static readonly DateTimeOffset Later = Now.AddDays(1);

    /// <summary>Everything a person can ask for, and what becomes of the email and of each recipient.</summary>
    [Theory]
    [InlineData(Cancel, Scheduled, "scheduled", Cancelled, "cancelled")]
    [InlineData(Cancel, Queued, "queued", Cancelled, "cancelled")]
    [InlineData(Cancel, Held, "sent held", Cancelled, "sent cancelled")]
    [InlineData(Cancel, Delayed, "sent failed delayed", Cancelled, "sent failed cancelled")]
    [InlineData(Reschedule, Scheduled, "scheduled scheduled", Queued, "queued queued")]
    [InlineData(Retry, Delayed, "sent delayed", Queued, "sent queued")]
    [InlineData(Retry, Delayed, "sent failed delayed", Queued, "sent queued queued")]
    [InlineData(Retry, Failed, "sent failed", Queued, "sent queued")]
    [InlineData(ResolveAsSent, Uncertain, "uncertain", Sent, "sent")]
    [InlineData(ResolveAsSent, Uncertain, "sent uncertain", Sent, "sent sent")]
    [InlineData(ResolveAsSent, Uncertain, "uncertain failed", Failed, "sent failed")]
    [InlineData(ResolveAsSent, Uncertain, "uncertain delayed failed", Queued, "sent queued failed")]
    [InlineData(Resend, Uncertain, "uncertain", Queued, "queued")]
    [InlineData(Resend, Uncertain, "sent uncertain failed delayed", Queued, "sent queued failed queued")]
    public void A_move_takes_the_recipients_it_is_about_and_no_other(EmailMover by, EmailStatus from, string recipients, EmailStatus to, string after)
    {
        var email = Standing(from, recipients);

        Assert.Null(MovePolicy.Refuse(email, Ask(by)));
        MovePolicy.Apply(email, Ask(by), Now);

        Assert.Equal((to, after), (email.Status, Words(email)));
        Assert.Equal(to == Queued ? Now : null, email.NextActionAt);
    }

    [Fact]
    public void Another_time_is_kept_and_one_that_has_passed_is_now()
    {
        var (later, past, none) = (Standing(Scheduled, "scheduled"), Standing(Scheduled, "scheduled"), Standing(Scheduled, "scheduled"));

        MovePolicy.Apply(later, Ask(Reschedule) with { ScheduledAt = Later }, Now);
        MovePolicy.Apply(past, Ask(Reschedule) with { ScheduledAt = CreatedAt }, Now);
        MovePolicy.Apply(none, Ask(Reschedule), Now);

        Assert.Equal((Scheduled, Later, Later), (later.Status, later.ScheduledAt, later.NextActionAt));
        Assert.Equal((Queued, Now, Now), (past.Status, past.ScheduledAt, past.NextActionAt));
        Assert.Equal((Queued, Now, Now), (none.Status, none.ScheduledAt, none.NextActionAt));
    }

    /// <summary>An expired email is not expired again at its first setback, nor given up for the workers that died of it before.</summary>
    [Theory]
    [InlineData(Retry, Failed, "failed")]
    [InlineData(Resend, Uncertain, "uncertain")]
    public void What_goes_out_again_starts_anew_and_keeps_its_count_of_attempts(EmailMover by, EmailStatus from, string recipients)
    {
        var email = Standing(from, recipients);
        (email.Attempt, email.Crashes) = (9, 3);

        MovePolicy.Apply(email, Ask(by), Now);

        Assert.Equal((Now, 0, 9), (email.DueSince, email.Crashes, email.Attempt));
    }

    [Fact]
    public void An_email_resolved_as_sent_was_sent_when_its_body_went_out_and_has_no_error()
    {
        var email = Standing(Uncertain, "uncertain");
        email.EnteredDataAt = CreatedAt.AddSeconds(5);

        MovePolicy.Apply(email, Ask(ResolveAsSent), Now);

        Assert.Equal((CreatedAt.AddSeconds(5), null, null), (email.SentAt!.Value, email.LastError, email.Recipients[0].Smtp));
    }

    [Fact]
    public void Resolved_beside_a_refused_recipient_it_says_why_that_one_was_refused()
    {
        var email = Standing(Uncertain, "uncertain failed");
        email.Recipients[1].Smtp = new(550, "5.1.1", "No such user");

        MovePolicy.Apply(email, Ask(ResolveAsSent), Now);

        Assert.Equal((FailureReason.RecipientRefused, "No such user", null), (email.LastError!.Reason, email.LastError.Reply!.Text, email.SentAt));
    }

    [Fact]
    public void A_resend_warns_of_a_duplicate_once()
    {
        var email = Standing(Uncertain, "uncertain");
        MovePolicy.Apply(email, Ask(Resend), Now);
        email.MoveTo(Sending, Now, Now);
        email.MoveTo(Uncertain, null, Now);

        MovePolicy.Apply(email, Ask(Resend), Now);

        Assert.Equal("possible_duplicate", Assert.Single(email.Warnings).Code);
    }

    [Theory]
    [InlineData(Cancel, Sending, MoveRefusal.NotCancellable, "The email is sending, and only one that still waits can be cancelled. An attempt is under way: look again in a moment, its result decides what can be done.")]
    [InlineData(Cancel, Sent, MoveRefusal.NotCancellable, "The email is sent, and only one that still waits can be cancelled. What has been sent cannot be taken back; to write again, post a new email.")]
    [InlineData(Cancel, Uncertain, MoveRefusal.NotCancellable, "The email is uncertain, and only one that still waits can be cancelled. It may have arrived: once you know, or do not mind a second one, say so with resolve.")]
    [InlineData(Cancel, Cancelled, MoveRefusal.NotCancellable, "The email is cancelled, and only one that still waits can be cancelled. That is final; to write after all, post a new email.")]
    [InlineData(Retry, Held, MoveRefusal.Conflict, "The email is held, and only a delayed or failed one can be tried again. It goes out once what lastError names is mended; cancel takes it back.")]
    [InlineData(Reschedule, Delayed, MoveRefusal.Conflict, "The email is delayed, and only a scheduled one can be given another time. It is tried again at nextAttemptAt; retry does so now, and cancel takes it back.")]
    [InlineData(ResolveAsSent, Failed, MoveRefusal.NotUncertain, "The email is failed, and only an uncertain one can be resolved. It is not tried again by itself; lastError says why, and retry tries again.")]
    public void A_refusal_says_how_it_stands_and_what_to_do(EmailMover by, EmailStatus status, MoveRefusal reason, string detail) =>
        Assert.Equal(new(reason, detail), MovePolicy.Refuse(New(status), Ask(by)));

    [Fact]
    public void Whatever_the_table_does_not_allow_is_refused() => Assert.All(
        from mover in Enum.GetValues<EmailMover>() from status in Enum.GetValues<EmailStatus>() where mover != Itself select (mover, status),
        asked => Assert.Equal(EmailMoves.Allows(asked.status, asked.mover), MovePolicy.Refuse(New(asked.status), Ask(asked.mover)) is null));

    [Theory]
    [InlineData("ann", false)]
    [InlineData("ben", true)]
    public void An_agent_moves_what_it_wrote_itself(string agentId, bool isRefused) =>
        Assert.Equal(isRefused, MovePolicy.Refuse(New(), Ask(Cancel) with { OwnAgentId = agentId }) is { Reason: MoveRefusal.Forbidden });

    private static MoveRequest Ask(EmailMover by) => new("acme", "em_1", new(by, "key_1"), null);

    private static Email Standing(EmailStatus status, string recipients)
    {
        var words = recipients.Split(' ');
        var email = New(status, recipients: [.. words.Select((_, i) => $"r{i}@example.net")]);
        for (var i = 0; i < words.Length; i++)
            email.Stands(i, Enum.Parse<EmailStatus>(words[i], ignoreCase: true));
        if (status is Uncertain or Failed)
            email.LastError = new(FailureClass.Uncertain, FailureReason.OutcomeUnknown, SmtpStage.Data, null, "Unknown.");
        return email;
    }

    private static string Words(Email email) => string.Join(' ', email.Recipients.Select(r => r.Status.ToString().ToLowerInvariant()));
}
