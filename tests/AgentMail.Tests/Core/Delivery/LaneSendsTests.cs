using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using Microsoft.EntityFrameworkCore;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

public sealed class LaneSendsTests : DeliveryTest
{
    private LaneSends Sends => new(Db.Door, Clock);

    [Fact]
    public async Task What_a_lane_with_a_limit_begins_is_known_to_its_next_holder_for_a_minute()
    {
        await Db.AddAsync(New(), New(id: "em_2"));
        var lease = await LeaseAsync();
        await Store.BeginAttemptAsync(await LoadAsync(), lease, 7, isCounted: true, Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await Store.BeginAttemptAsync(await LoadAsync("em_2"), lease, 7, isCounted: true, Cancellation);

        Assert.Equal([CreatedAt, CreatedAt.AddSeconds(10)], await Sends.RecentAsync(Lane, Cancellation));
        Clock.Advance(TimeSpan.FromSeconds(50) + LaneSends.ClocksDiffer);
        Assert.Equal([CreatedAt.AddSeconds(10)], await Sends.RecentAsync(Lane, Cancellation));
        Assert.Equal(1, await Sends.ForgetAsync(Lane, Cancellation));
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await Sends.ForgetAsync(Lane, Cancellation));
        Assert.Empty(await Sends.RecentAsync(Lane, Cancellation));
    }

    [Fact]
    public async Task An_attempt_counts_from_its_end()
    {
        await Db.AddAsync(New());
        var lease = await LeaseAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var email = await LoadAsync();
            await Store.BeginAttemptAsync(email, lease, 7, isCounted: true, Cancellation);
            Clock.Advance(TimeSpan.FromSeconds(10));
            var again = new Settlement(EmailStatus.Delayed, [new(0, EmailStatus.Delayed, null)], TooFast, Clock.GetUtcNow(), null) { IsCounted = true };
            Assert.True(await Store.SettleAsync(email, again, lease, Cancellation));
            Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal([CreatedAt.AddSeconds(10), CreatedAt.AddSeconds(30)], await Sends.RecentAsync(Lane, Cancellation));
    }

    [Fact]
    public async Task Lanes_without_a_limit_leave_no_trace_and_neither_does_an_attempt_that_was_not_begun()
    {
        await Db.AddAsync(New(), New(id: "em_2"));
        var old = await LeaseAsync();
        await Store.BeginAttemptAsync(await LoadAsync(), old, 7, Cancellation);
        var second = await LoadAsync("em_2");
        await TakenOverAsync();
        await Store.BeginAttemptAsync(second, old, 7, isCounted: true, Cancellation);

        await using var db = Db.Read();
        Assert.Equal(0, await db.LaneSends.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_counts_once()
    {
        await Db.AddAsync(New());
        var lease = await LeaseAsync();
        var (email, copy) = (await LoadAsync(), await LoadAsync());

        Assert.True(await Store.BeginAttemptAsync(email, lease, 7, isCounted: true, Cancellation));
        Assert.True(await Store.BeginAttemptAsync(copy, lease, 7, isCounted: true, Cancellation));

        Assert.Single(await Sends.RecentAsync(Lane, Cancellation));
    }
}
