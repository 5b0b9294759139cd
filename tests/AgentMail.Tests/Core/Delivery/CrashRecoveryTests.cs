using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Tenants;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

/// <summary>A worker dies in the middle of a send; the next holder of the lane finds what it left.</summary>
public sealed class CrashRecoveryTests : DeliveryTest
{
    [Fact]
    public async Task Before_the_mark_the_email_goes_back_to_the_queue()
    {
        await DieAsync(marked: false);

        var email = await LoadAsync();
        Assert.Equal((EmailStatus.Queued, 1, 1, Clock.GetUtcNow()), (email.Status, email.Crashes, email.Attempt, email.NextActionAt!.Value));
        Assert.Equal(EmailStatus.Queued, email.Recipients[0].Status);
        Assert.Equal(["email.sending", "email.queued"], await EventsAsync());
    }

    [Fact]
    public async Task After_the_mark_nobody_can_know_and_it_is_not_sent_again_by_itself()
    {
        await DieAsync(marked: true);

        var email = await LoadAsync();
        Assert.Equal((EmailStatus.Uncertain, null, FailureReason.OutcomeUnknown), (email.Status, email.NextActionAt, email.LastError!.Reason));
        Assert.Equal(EmailStatus.Uncertain, email.Recipients[0].Status);
        Assert.Equal(["email.sending", "email.uncertain"], await EventsAsync());
    }

    [Fact]
    public async Task Where_the_tenant_has_it_so_it_goes_out_once_more_and_only_once()
    {
        await Db.AddAsync(new Tenant { Id = "acme", Name = "Acme", CreatedAt = CreatedAt, Uncertain = UncertainPolicy.Resend });

        await DieAsync(marked: true);
        var once = await LoadAsync();
        await DieAsync(marked: true);
        var twice = await LoadAsync();

        Assert.Equal((EmailStatus.Queued, EmailStatus.Queued, null), (once.Status, once.Recipients[0].Status, once.LastError));
        Assert.Equal([EmailWarning.PossibleDuplicate], once.Warnings);
        Assert.Equal((EmailStatus.Uncertain, null), (twice.Status, twice.NextActionAt));
        Assert.Equal(["email.sending", "email.uncertain", "email.queued", "email.sending", "email.uncertain"], await EventsAsync());
    }

    [Fact]
    public async Task An_email_that_kills_workers_is_given_up_after_three()
    {
        for (var crash = 1; crash < CrashRecovery.MaxCrashes; crash++)
        {
            await DieAsync(marked: false);
            Assert.Equal(EmailStatus.Queued, (await LoadAsync()).Status);
        }
        await DieAsync(marked: false);

        var email = await LoadAsync();
        Assert.Equal((EmailStatus.Failed, null, FailureReason.CrashedRepeatedly), (email.Status, email.NextActionAt, email.LastError!.Reason));
    }

    [Fact]
    public async Task A_mark_of_an_earlier_attempt_does_not_count()
    {
        await Db.AddAsync(New());
        var lease = await LeaseAsync();
        var email = await LoadAsync();
        await Store.BeginAttemptAsync(email, lease, 7, Cancellation);
        await Store.EnterDataAsync(email, lease, Cancellation);
        await Store.SettleAsync(email, new(EmailStatus.Delayed, [new(0, EmailStatus.Delayed, null)], null, Clock.GetUtcNow(), null), lease, Cancellation);

        await DieAsync(marked: false, isNew: false);

        Assert.Equal(EmailStatus.Queued, (await LoadAsync()).Status);
    }

    [Fact]
    public async Task The_holders_own_sends_and_other_lanes_are_left_alone()
    {
        await Db.AddAsync(New(), New(EmailStatus.Sending, id: "em_2", lane: "acme/other/shared"));
        var lease = await LeaseAsync();
        await Store.BeginAttemptAsync(await LoadAsync(), lease, 7, Cancellation);

        await new CrashRecovery(Db.Door, Clock).RecoverAsync(lease, Cancellation);

        Assert.Equal((EmailStatus.Sending, EmailStatus.Sending), ((await LoadAsync()).Status, (await LoadAsync("em_2")).Status));
    }

    [Fact]
    public async Task Recipients_who_have_the_mail_already_keep_it()
    {
        var email = New(EmailStatus.Sending, recipients: ["has-it@example.net", "waits@example.net"]);
        email.Stands(0, EmailStatus.Sent);
        await Db.AddAsync(email);

        await new CrashRecovery(Db.Door, Clock).RecoverAsync(await LeaseAsync(), Cancellation);

        Assert.Equal([EmailStatus.Sent, EmailStatus.Queued], (await LoadAsync()).Recipients.Select(r => r.Status));
    }

    [Fact]
    public async Task However_much_was_left_all_of_it_is_settled()
    {
        await Db.AddAsync([.. Enumerable.Range(0, 450).Select(i => New(EmailStatus.Sending, id: $"em_{i}"))]);

        var lease = await LeaseAsync();
        await new CrashRecovery(Db.Door, Clock).RecoverAsync(lease, Cancellation);

        Assert.Equal(450, (await Store.DueAsync(lease, [], 1000, Cancellation)).Count);
    }

    private async Task DieAsync(bool marked, bool isNew = true)
    {
        var lease = await TakenOverAsync();
        if (isNew && lease.Fence == 1)
            await Db.AddAsync(New());
        var email = await LoadAsync();
        Assert.True(await Store.BeginAttemptAsync(email, lease, 7, Cancellation));
        if (marked)
            Assert.True(await Store.EnterDataAsync(email, lease, Cancellation));
        await new CrashRecovery(Db.Door, Clock).RecoverAsync(await TakenOverAsync(), Cancellation);
    }
}
