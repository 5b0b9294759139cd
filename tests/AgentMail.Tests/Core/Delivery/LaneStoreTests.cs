using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Tests.Core.Identities;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Delivery;

public sealed class LaneStoreTests : DeliveryTest
{
    private static readonly DeliveryError Why = new(
        FailureClass.Authentication, FailureReason.CredentialsRefused, SmtpStage.Authenticate, new(535, "5.7.8", "no"), "Check both.");

    [Fact]
    public async Task One_worker_holds_a_lane_at_a_time()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Lanes.AcquireAsync(Lane, $"w{i}", Cancellation)));

        var holder = Assert.Single(answers, a => a.Lease is not null).Lease!.Worker;
        Assert.All(answers.Where(a => a.Lease is null), a => Assert.Equal(holder, a.Holder));
    }

    [Fact]
    public async Task The_fence_rises_with_each_holder_and_never_falls()
    {
        var first = await LeaseAsync();
        var again = await LeaseAsync();
        await Lanes.ReleaseAsync(again, Cancellation);
        var other = await LeaseAsync(OtherWorker);

        Assert.True(first.Fence < again.Fence && again.Fence < other.Fence);
    }

    [Fact]
    public async Task A_lease_that_ran_out_can_be_taken_and_one_that_has_not_cannot()
    {
        await LeaseAsync();
        Clock.Advance(LaneLease.Lifetime);
        Assert.Equal(Worker, (await Lanes.AcquireAsync(Lane, OtherWorker, Cancellation)).Holder);

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(OtherWorker, (await LeaseAsync(OtherWorker)).Worker);
    }

    [Fact]
    public async Task A_released_lane_is_free_at_once()
    {
        await Lanes.ReleaseAsync(await LeaseAsync(), Cancellation);
        await LeaseAsync(OtherWorker);
    }

    [Fact]
    public async Task A_lane_handed_over_is_its_new_holders_and_for_a_moment_nobody_elses()
    {
        var lease = await LeaseAsync();
        Assert.True(await Lanes.HandOverAsync(lease, OtherWorker, Cancellation));
        Assert.False(await Lanes.HandOverAsync(lease, "w3", Cancellation));
        Assert.Equal(OtherWorker, (await Lanes.AcquireAsync(Lane, Worker, Cancellation)).Holder);

        var next = await LeaseAsync(OtherWorker);

        Assert.True(next.Fence > lease.Fence);
        Clock.Advance(LaneLease.Reservation + TimeSpan.FromSeconds(1));
        Assert.Equal(OtherWorker, (await Lanes.AcquireAsync(Lane, Worker, Cancellation)).Holder);
    }

    [Fact]
    public async Task A_lane_that_was_handed_to_a_dead_worker_is_soon_free()
    {
        await Lanes.HandOverAsync(await LeaseAsync(), OtherWorker, Cancellation);
        Clock.Advance(LaneLease.Reservation + TimeSpan.FromMilliseconds(1));

        Assert.Equal(Worker, (await LeaseAsync()).Worker);
    }

    [Fact]
    public async Task A_worker_that_has_stopped_leaves_nothing_to_its_name()
    {
        await Lanes.HandOverAsync(await LeaseAsync(), OtherWorker, Cancellation);
        await Lanes.ReleaseAllOfAsync(OtherWorker, Cancellation);

        Assert.Equal(Worker, (await LeaseAsync()).Worker);
    }

    /// <summary>After an outage of the database all leases have run out, and their holders are about to renew.</summary>
    [Fact]
    public async Task An_expired_lease_is_left_to_its_holder_by_whoever_may_not_take_over()
    {
        await LeaseAsync();
        Clock.Advance(LaneLease.Lifetime + TimeSpan.FromSeconds(1));

        Assert.Equal(Worker, (await Lanes.AcquireAsync(Lane, OtherWorker, mayTakeOver: false, Cancellation)).Holder);
        await Lanes.ReleaseAsync((await Lanes.AcquireAsync(Lane, Worker, mayTakeOver: false, Cancellation)).Lease!, Cancellation);
        Assert.NotNull((await Lanes.AcquireAsync(Lane, OtherWorker, mayTakeOver: false, Cancellation)).Lease);
    }

    [Fact]
    public async Task An_old_lease_releases_nothing()
    {
        var old = await LeaseAsync();
        await TakenOverAsync();

        await Lanes.ReleaseAsync(old, Cancellation);

        Assert.Equal(OtherWorker, (await Lanes.AcquireAsync(Lane, "w3", Cancellation)).Holder);
    }

    [Fact]
    public async Task Renewing_keeps_what_is_held_and_tells_what_was_lost()
    {
        await LeaseAsync();
        await Lanes.AcquireAsync("acme/other/shared", Worker, Cancellation);
        await TakenOverAsync();

        Assert.Equal(["acme/other/shared"], await Lanes.RenewAsync(Worker, Cancellation));
        Assert.Equal([Lane], await Lanes.RenewAsync(OtherWorker, Cancellation));
        Clock.Advance(LaneLease.Lifetime);
        Assert.Equal(Worker, (await Lanes.AcquireAsync("acme/other/shared", OtherWorker, Cancellation)).Holder);
    }

    [Fact]
    public async Task A_start_on_an_embedded_database_frees_every_lane()
    {
        var old = await LeaseAsync();
        await Lanes.ReleaseAllAsync(Cancellation);

        Assert.True((await LeaseAsync(OtherWorker)).Fence > old.Fence);
    }

    [Fact]
    public async Task Refused_sign_ins_are_counted_until_a_good_one()
    {
        var lease = await LeaseAsync();
        Assert.Equal(1, await Lanes.CountRefusedSignInAsync(lease, Cancellation));
        Assert.Equal(2, await Lanes.CountRefusedSignInAsync(lease, Cancellation));

        await Lanes.ClearAsync(lease, Identity, Cancellation);

        Assert.Equal(1, await Lanes.CountRefusedSignInAsync(lease, Cancellation));
    }

    [Fact]
    public async Task A_pause_is_found_by_the_next_holder_and_ends_with_a_good_sign_in()
    {
        await Lanes.PauseAsync(await LeaseAsync(), Identity, new(Why, 7), Cancellation);
        await TakenOverAsync();
        var answer = await Lanes.AcquireAsync(Lane, OtherWorker, Cancellation);
        Assert.Equal(new(Why, 7), answer.Pause);

        await Lanes.ClearAsync(answer.Lease!, Identity, Cancellation);
        await Lanes.ClearAsync(answer.Lease!, Identity, Cancellation);

        Assert.Null((await Lanes.AcquireAsync(Lane, OtherWorker, Cancellation)).Pause);
        Assert.Equal(["identity.paused", "identity.recovered"], await EventsAsync());
    }

    [Fact]
    public async Task A_pause_tells_whose_and_why_and_no_secret()
    {
        await Lanes.PauseAsync(await LeaseAsync(), Identity, new(Why, 7), Cancellation);

        await using var db = Db.Read();
        var paused = await db.Events.SingleAsync(Cancellation);
        Assert.Equal(("ann", null), (paused.AgentId, paused.ChannelId));
        Assert.Equal(
            """
            {"sender":{"kind":"agent","id":"ann","address":"ann@acme.example","serverId":"own","configVersion":7},"override":true,
            "error":{"class":"authentication","code":"credentialsRefused","hint":"Check both."},
            "smtp":{"stage":"authenticate","code":535,"enhancedCode":"5.7.8","reply":"no"}}
            """.Replace("\n", "", StringComparison.Ordinal),
            paused.Data);
    }

    [Fact]
    public async Task An_old_lease_pauses_clears_and_counts_nothing()
    {
        var old = await LeaseAsync();
        var current = await TakenOverAsync();

        await Lanes.PauseAsync(old, Identity, new(Why, 7), Cancellation);
        await Lanes.CountRefusedSignInAsync(old, Cancellation);

        Assert.Empty(await EventsAsync());
        Assert.Equal(1, await Lanes.CountRefusedSignInAsync(current, Cancellation));
        await Lanes.ClearAsync(old, Identity, Cancellation);
        Assert.Equal(2, await Lanes.CountRefusedSignInAsync(current, Cancellation));
    }

    private static SendingIdentity Identity { get; } =
        ((IdentityResolution.Resolved)IdentityResolver.Resolve(Rows.Agent(Rows.Server(), @override: true, secret: Rows.OwnSecret))).Identity;
}
