using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

public sealed class DueMailTests : DeliveryTest
{
    private DueMail Due => new(Db.Door, new WorkerStore(Db.Door, Clock), Clock);

    [Fact]
    public async Task Nothing_due_is_no_backlog()
    {
        await Db.AddAsync(New(nextActionAt: CreatedAt.AddHours(1)), New(EmailStatus.Held, id: "em_2"));

        Assert.Equal(new(0, null, null, 0), await Due.ReadAsync(null, Cancellation));
    }

    [Fact]
    public async Task What_is_due_is_counted_and_the_oldest_is_named()
    {
        await Db.AddAsync(New(id: "em_1"), New(id: "em_2", lane: "acme/other/shared", nextActionAt: CreatedAt.AddMinutes(-5)));
        await new WorkerStore(Db.Door, Clock).AnnounceAsync(Worker, Clock.GetUtcNow(), draining: false, Cancellation);

        Assert.Equal(new(2, CreatedAt.AddMinutes(-5), new("acme/other/shared", "em_2", CreatedAt.AddMinutes(-5)), 1), await Due.ReadAsync(null, Cancellation));
    }

    [Fact]
    public async Task A_slowed_or_paused_lane_waits_for_reasons_of_its_own()
    {
        await Db.AddAsync(New(), New(id: "em_2"));
        await SlowedAsync(CreatedAt.AddMinutes(1));
        Assert.Equal(new(0, null, null, 0), await Due.ReadAsync(null, Cancellation));

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await Due.ReadAsync(null, Cancellation)).Emails);

        await using (var db = Db.Engine.Open())
        {
            db.Lanes.Single(l => l.Key == Lane).Pause = TooFast;
            await db.SaveChangesAsync(Cancellation);
        }
        Assert.Equal(new(0, null, null, 0), await Due.ReadAsync(null, Cancellation));
    }

    [Fact]
    public async Task A_lane_on_which_something_is_being_sent_is_at_work_for_as_long_as_its_lease_holds()
    {
        await Db.AddAsync(New(), New(id: "em_2"));
        await Store.BeginAttemptAsync(await LoadAsync(), await LeaseAsync(), 7, Cancellation);

        Assert.Equal(new(1, CreatedAt, null, 0), await Due.ReadAsync(null, Cancellation));
        Clock.Advance(LaneLease.Lifetime + TimeSpan.FromSeconds(1));

        Assert.NotNull((await Due.ReadAsync(null, Cancellation)).Untouched);
    }

    [Fact]
    public async Task A_lane_at_its_limit_per_minute_is_at_work()
    {
        await Db.AddAsync(New(), new LaneSend { Lane = Lane, At = CreatedAt, EmailId = "em_sent" });

        Assert.Null((await Due.ReadAsync(null, Cancellation)).Untouched);
        Clock.Advance(LaneSends.Minute);

        Assert.NotNull((await Due.ReadAsync(null, Cancellation)).Untouched);
    }

    /// <summary>A slowed lane may have more mail due than one look takes in, and must hide nobody behind it.</summary>
    [Fact]
    public async Task A_window_full_of_mail_that_waits_for_its_own_reasons_moves_on()
    {
        await Db.AddAsync([.. Enumerable.Range(1, DueMail.Window).Select(i => New(id: $"em_{i:00000}"))]);
        await Db.AddAsync(New(id: "em_x", lane: "acme/other/shared", nextActionAt: CreatedAt.AddSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await using (var db = Db.Engine.Open())
        {
            db.Lanes.Add(new() { Key = Lane, TenantId = "acme", SlowUntil = CreatedAt.AddHours(1), Slow = TooFast });
            await db.SaveChangesAsync(Cancellation);
        }

        var first = await Due.ReadAsync(null, Cancellation);
        var second = await Due.ReadAsync(first.Next, Cancellation);
        var third = await Due.ReadAsync(second.Next, Cancellation);

        Assert.Null(first.Untouched);
        Assert.Equal("em_x", second.Untouched?.EmailId);
        Assert.Equal(second.Untouched, third.Untouched);
    }
}
