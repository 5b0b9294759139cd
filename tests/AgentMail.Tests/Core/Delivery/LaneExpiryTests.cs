using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

public sealed class LaneExpiryTests : DeliveryTest
{
    private LaneExpiry Expiry => new(Db.Door, Store, Options.Create(new RetryOptions()), Clock);

    [Fact]
    public async Task What_only_waited_behind_a_slow_lane_ends_with_its_age_and_says_why()
    {
        await Db.AddAsync(
            New(id: "em_old"), New(EmailStatus.Delayed, id: "em_tried"), New(EmailStatus.Sending, id: "em_now"), New(EmailStatus.Held, id: "em_held"),
            New(id: "em_young", scheduledAt: CreatedAt.AddHours(2)), New(id: "em_neighbour", lane: "acme/other/shared"));
        Clock.Advance(RetryOptions.DefaultMaxAge + TimeSpan.FromSeconds(1));

        await Expiry.ExpireAsync(await LeaseAsync(), TooFast, Cancellation);

        var old = await LoadAsync("em_old");
        Assert.Equal((EmailStatus.Failed, null, 0), (old.Status, old.NextActionAt, old.Attempt));
        Assert.Equal(TooFast with { Class = FailureClass.Permanent, Reason = FailureReason.Expired }, old.LastError);
        Assert.Equal(EmailStatus.Failed, (await LoadAsync("em_tried")).Status);
        Assert.Equal(["email.failed", "email.failed"], await EventsAsync());
    }

    [Fact]
    public async Task It_goes_on_until_none_is_left()
    {
        await Db.AddAsync([.. Enumerable.Range(0, 120).Select(i => New(id: $"em_{i}"))]);
        Clock.Advance(RetryOptions.DefaultMaxAge + TimeSpan.FromSeconds(1));

        await Expiry.ExpireAsync(await LeaseAsync(), TooFast, Cancellation);

        await using var db = Db.Read();
        Assert.Equal(120, await db.Emails.CountAsync(e => e.Status == EmailStatus.Failed, Cancellation));
    }

    [Fact]
    public async Task Without_the_lease_nothing_ends()
    {
        await Db.AddAsync(New());
        var old = await LeaseAsync();
        await TakenOverAsync();
        Clock.Advance(RetryOptions.DefaultMaxAge);

        await Expiry.ExpireAsync(old, TooFast, Cancellation);

        Assert.Equal(EmailStatus.Queued, (await LoadAsync()).Status);
    }
}
