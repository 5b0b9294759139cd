using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using Microsoft.EntityFrameworkCore;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

public sealed class DeliveryStoreTests : DeliveryTest
{
    private static readonly SmtpReply Ok = new(250, "2.0.0", "Ok");
    private static readonly DeliveryError Why = new(FailureClass.Authentication, FailureReason.EmailPasswordMissing, null, null, "Enter a password.");

    [Fact]
    public async Task The_three_writes_of_a_send_are_seen_in_the_row_and_in_the_log()
    {
        await Db.AddAsync(New());
        var lease = await LeaseAsync();
        var email = Assert.Single(await Store.DueAsync(lease, [], 10, Cancellation));

        Assert.True(await Store.BeginAttemptAsync(email, lease, 9, Cancellation));
        var begun = await LoadAsync();
        Assert.Equal((EmailStatus.Sending, 1, 9, lease.Fence, null), (begun.Status, begun.Attempt, begun.ConfigVersion, begun.Fence, begun.EnteredDataAt));

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Store.EnterDataAsync(email, lease, Cancellation));
        Assert.Equal(CreatedAt.AddSeconds(1), (await LoadAsync()).EnteredDataAt);

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Store.SettleAsync(email, Sent(), lease, Cancellation));
        var settled = await LoadAsync();
        Assert.Equal((EmailStatus.Sent, CreatedAt.AddSeconds(2), null), (settled.Status, settled.SentAt!.Value, settled.NextActionAt));
        Assert.Equal((EmailStatus.Sent, Ok), (settled.Recipients[0].Status, settled.Recipients[0].Smtp));
        Assert.Equal(["email.sending", "email.sent"], await EventsAsync());
    }

    [Fact]
    public async Task Under_an_old_fence_nothing_is_begun()
    {
        await Db.AddAsync(New());
        var old = await LeaseAsync();
        var email = await LoadAsync();
        await TakenOverAsync();

        Assert.False(await Store.BeginAttemptAsync(email, old, 7, Cancellation));
        Assert.False(await Store.ParkAsync(await LoadAsync(), EmailStatus.Held, Why, 7, old, Cancellation));
        await Store.RerouteAsync(await LoadAsync(), "acme/other/shared", "other", old, Cancellation);

        var stored = await LoadAsync();
        Assert.Equal((EmailStatus.Queued, 0, Lane), (stored.Status, stored.Attempt, stored.Lane));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Once_another_worker_has_recovered_an_email_its_former_sender_writes_nothing()
    {
        await Db.AddAsync(New());
        var old = await LeaseAsync();
        var email = await LoadAsync();
        await Store.BeginAttemptAsync(email, old, 7, Cancellation);
        var current = await TakenOverAsync();
        await new CrashRecovery(Db.Door, Clock).RecoverAsync(current, Cancellation);

        Assert.False(await Store.EnterDataAsync(email, old, Cancellation));
        Assert.False(await Store.SettleAsync(email, Sent(), old, Cancellation));

        Assert.Equal(EmailStatus.Queued, (await LoadAsync()).Status);
        Assert.Equal(["email.sending", "email.queued"], await EventsAsync());
    }

    [Theory]
    [InlineData(EmailStatus.Cancelled)]
    [InlineData(EmailStatus.Held)]
    [InlineData(EmailStatus.Sending)]
    public async Task An_email_that_was_moved_meanwhile_is_left_as_it_is(EmailStatus meanwhile)
    {
        await Db.AddAsync(New());
        var lease = await LeaseAsync();
        var (first, second) = (await LoadAsync(), await LoadAsync());
        await MeanwhileAsync(meanwhile);

        Assert.False(await Store.BeginAttemptAsync(first, lease, 7, Cancellation));
        Assert.False(await Store.ParkAsync(second, EmailStatus.Failed, Why, 7, lease, Cancellation));

        Assert.Equal(meanwhile, (await LoadAsync()).Status);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_can_be_repeated()
    {
        await Db.AddAsync(New());
        var lease = await LeaseAsync();
        var (email, copy) = (await LoadAsync(), await LoadAsync());

        Assert.True(await Store.BeginAttemptAsync(email, lease, 7, Cancellation));
        Assert.True(await Store.BeginAttemptAsync(copy, lease, 7, Cancellation));
        Assert.True(await Store.EnterDataAsync(email, lease, Cancellation));
        Assert.True(await Store.EnterDataAsync(email, lease, Cancellation));
        Assert.True(await Store.SettleAsync(email, Sent(), lease, Cancellation));
        Assert.True(await Store.SettleAsync(copy, Sent(), lease, Cancellation));

        Assert.Equal(["email.sending", "email.sent"], await EventsAsync());
    }

    [Fact]
    public async Task A_scheduled_email_is_queued_and_sending_in_the_same_moment()
    {
        await Db.AddAsync(New(EmailStatus.Scheduled, nextActionAt: CreatedAt.AddHours(1), scheduledAt: CreatedAt.AddHours(1)));
        var lease = await LeaseAsync();
        Assert.Empty(await Store.DueAsync(lease, [], 10, Cancellation));
        Assert.Equal(CreatedAt.AddHours(1), await Store.NextDueAsync(Lane, Cancellation));

        Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await Store.BeginAttemptAsync(Assert.Single(await Store.DueAsync(lease, [], 10, Cancellation)), lease, 7, Cancellation));

        Assert.Equal(["email.queued", "email.sending"], await EventsAsync());
    }

    [Fact]
    public async Task A_held_email_has_no_clock_and_says_why()
    {
        await Db.AddAsync(New(recipients: ["bob@example.net", "cy@example.net"]));

        Assert.True(await Store.ParkAsync(await LoadAsync(), EmailStatus.Held, Why, 9, await LeaseAsync(), Cancellation));

        var email = await LoadAsync();
        Assert.Equal((EmailStatus.Held, null, 9, Why), (email.Status, email.NextActionAt, email.ConfigVersion, email.LastError));
        Assert.All(email.Recipients, r => Assert.Equal(EmailStatus.Held, r.Status));
        Assert.Null(await Store.NextDueAsync(Lane, Cancellation));
    }

    [Fact]
    public async Task Each_recipient_keeps_its_own_outcome()
    {
        await Db.AddAsync(New(recipients: ["ann@x.example", "bob@x.example", "cy@x.example"]));
        var lease = await LeaseAsync();
        var email = await LoadAsync();
        await Store.BeginAttemptAsync(email, lease, 7, Cancellation);
        SmtpReply busy = new(451, "4.7.1", "later"), unknown = new(550, "5.1.1", "unknown");

        await Store.SettleAsync(
            email,
            new(EmailStatus.Delayed, [new(0, EmailStatus.Sent, Ok), new(1, EmailStatus.Delayed, busy), new(2, EmailStatus.Failed, unknown)], Why, CreatedAt.AddMinutes(1), null),
            lease, Cancellation);

        Assert.Equal(
            [(EmailStatus.Sent, Ok), (EmailStatus.Delayed, busy), (EmailStatus.Failed, unknown)],
            (await LoadAsync()).Recipients.Select(r => (r.Status, r.Smtp!)));
    }

    [Fact]
    public async Task A_recipient_refused_by_name_does_not_become_uncertain_with_the_others()
    {
        await Db.AddAsync(New(recipients: ["ann@x.example", "bob@x.example"]));
        var lease = await LeaseAsync();
        var email = await LoadAsync();
        await Store.BeginAttemptAsync(email, lease, 7, Cancellation);

        await Store.SettleAsync(
            email, new(EmailStatus.Uncertain, [new(0, EmailStatus.Uncertain, null), new(1, EmailStatus.Delayed, new(451, "4.7.1", "later"))], Why, null, null), lease, Cancellation);

        Assert.Equal([EmailStatus.Uncertain, EmailStatus.Delayed], (await LoadAsync()).Recipients.Select(r => r.Status));
    }

    [Fact]
    public async Task What_is_due_comes_oldest_first_and_nothing_that_is_under_way_or_elsewhere()
    {
        await Db.AddAsync(
            New(id: "em_3", nextActionAt: CreatedAt.AddSeconds(-1)), New(id: "em_1", nextActionAt: CreatedAt.AddSeconds(-3)),
            New(EmailStatus.Delayed, id: "em_2", nextActionAt: CreatedAt.AddSeconds(-2)), New(id: "em_4", nextActionAt: CreatedAt.AddSeconds(1)),
            New(EmailStatus.Sending, id: "em_5"), New(EmailStatus.Held, id: "em_6"), New(id: "em_7", lane: "acme/other/shared"));
        var lease = await LeaseAsync();

        Assert.Equal(["em_1", "em_2", "em_3"], (await Store.DueAsync(lease, [], 10, Cancellation)).Select(e => e.Id));
        Assert.Equal(["em_1", "em_3"], (await Store.DueAsync(lease, ["em_2"], 10, Cancellation)).Select(e => e.Id));
        Assert.Equal(["em_1"], (await Store.DueAsync(lease, [], 1, Cancellation)).Select(e => e.Id));
        await TakenOverAsync();
        Assert.Empty(await Store.DueAsync(lease, [], 10, Cancellation));
    }

    [Fact]
    public async Task A_body_that_retention_took_is_gone()
    {
        await Db.AddAsync(New(), new EmailBody { EmailId = "em_1", RawMime = [1, 2, 3] });
        Assert.Equal([1, 2, 3], await Store.BodyAsync("em_1", Cancellation));

        await using var db = Db.Engine.Open();
        await db.Bodies.ExecuteDeleteAsync(Cancellation);
        Assert.Null(await Store.BodyAsync("em_1", Cancellation));
    }

    private static Settlement Sent() => new(EmailStatus.Sent, [new(0, EmailStatus.Sent, Ok)], null, null, new("smtp.acme.example", null));
}
