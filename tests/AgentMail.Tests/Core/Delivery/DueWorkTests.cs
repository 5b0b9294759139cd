using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Servers;
using Microsoft.EntityFrameworkCore;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

public sealed class DueWorkTests : DeliveryTest
{
    private DueWork Due => new(Db.Door, Clock);

    [Fact]
    public async Task Lanes_with_something_due_are_found_unless_another_worker_holds_them()
    {
        await Db.AddAsync(
            New(id: "em_1"), New(id: "em_2", lane: "acme/free/shared"), New(id: "em_3", lane: "acme/free/shared"),
            New(id: "em_4", lane: "acme/later/shared", nextActionAt: CreatedAt.AddHours(1)), New(EmailStatus.Held, id: "em_5", lane: "acme/held/shared"));
        await LeaseAsync();

        Assert.Equal(["acme/free/shared", Lane], (await Due.LanesAsync(Worker, 10, Cancellation)).Order(StringComparer.Ordinal));
        Assert.Equal(["acme/free/shared"], await Due.LanesAsync(OtherWorker, 10, Cancellation));
        Clock.Advance(LaneLease.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Equal(["acme/free/shared", Lane], (await Due.LanesAsync(OtherWorker, 10, Cancellation)).Order(StringComparer.Ordinal));
    }

    /// <summary>Otherwise it is started again and again, with nothing to do.</summary>
    [Fact]
    public async Task A_slowed_lane_is_left_alone_until_its_time_has_come()
    {
        await Db.AddAsync(New(), New(id: "em_2"));
        var lease = await SlowedAsync(CreatedAt.AddMinutes(1));
        await Lanes.ReleaseAsync(lease, Cancellation);

        Assert.Empty(await Due.LanesAsync(Worker, 10, Cancellation));
        Assert.Equal(CreatedAt.AddMinutes(1), await Store.NextDueAsync(Lane, Cancellation));
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([Lane], await Due.LanesAsync(OtherWorker, 10, Cancellation));
    }

    [Fact]
    public async Task What_a_dead_worker_left_in_sending_is_found_when_its_lease_has_run_out()
    {
        await Db.AddAsync(New());
        await Store.BeginAttemptAsync(await LoadAsync(), await LeaseAsync(), 7, Cancellation);
        Assert.Empty(await Due.LanesAsync(OtherWorker, 10, Cancellation));

        Clock.Advance(LaneLease.Lifetime + TimeSpan.FromSeconds(1));

        Assert.Equal([Lane], await Due.LanesAsync(OtherWorker, 10, Cancellation));
    }

    /// <summary>After an outage of the database: its holder may live and be about to write results.</summary>
    [Fact]
    public async Task Lanes_with_expired_leases_are_left_alone_by_whoever_may_not_take_over()
    {
        await Db.AddAsync(New(), New(id: "em_2"), New(id: "em_3", lane: "acme/free/shared"));
        await Store.BeginAttemptAsync(await LoadAsync(), await LeaseAsync(), 7, Cancellation);
        Clock.Advance(LaneLease.Lifetime + TimeSpan.FromSeconds(1));

        Assert.Equal(["acme/free/shared"], await Due.LanesAsync(OtherWorker, mayTakeOver: false, 10, Cancellation));
        Assert.Equal(["acme/free/shared", Lane], (await Due.LanesAsync(Worker, mayTakeOver: false, 10, Cancellation)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Held_mail_is_released_when_its_own_identity_has_changed_and_not_before()
    {
        await Db.AddAsync(
            Agent("ann", 8), Agent("bob", 7), Channel("support", 8), Channel("sales", 7),
            Held("em_1", SenderKind.Agent, "ann"), Held("em_2", SenderKind.Agent, "bob"), Held("em_3", SenderKind.Channel, "support"), Held("em_4", SenderKind.Channel, "sales"));

        Assert.Equal(2, await Due.ReleaseHeldAsync(10, Cancellation));

        Assert.Equal(["em_1", "em_3"], (await Store.DueAsync(await LeaseAsync(), [], 10, Cancellation)).Select(e => e.Id));
        Assert.Equal(EmailStatus.Queued, (await LoadAsync("em_1")).Recipients[0].Status);
        Assert.Equal((EmailStatus.Held, EmailStatus.Held), ((await LoadAsync("em_2")).Status, (await LoadAsync("em_4")).Status));
        Assert.Equal(["email.queued", "email.queued"], await EventsAsync());
        Assert.Equal(0, await Due.ReleaseHeldAsync(10, Cancellation));
    }

    [Fact]
    public async Task Held_mail_of_the_contact_centre_itself_waits_for_the_default_server()
    {
        await Db.AddAsync(
            new OutboundServer { TenantId = "acme", Id = "main", Name = "Main", Kind = ServerKind.Smtp, FromAddress = "desk@acme.example", IsDefault = true, Version = 7 },
            Held("em_1", SenderKind.Tenant, "acme"));
        Assert.Equal(0, await Due.ReleaseHeldAsync(10, Cancellation));

        await using (var db = Db.Engine.Open())
            await db.Servers.ExecuteUpdateAsync(s => s.SetProperty(x => x.Version, 8), Cancellation);

        Assert.Equal(1, await Due.ReleaseHeldAsync(10, Cancellation));
    }

    [Fact]
    public async Task Much_held_mail_is_released_in_portions()
    {
        await Db.AddAsync([Agent("ann", 8), .. Enumerable.Range(0, 5).Select(i => Held($"em_{i}", SenderKind.Agent, "ann"))]);

        foreach (var released in (int[])[2, 2, 1, 0])
            Assert.Equal(released, await Due.ReleaseHeldAsync(2, Cancellation));
    }

    /// <summary>What is done to a held email between the look and the write stays done: nothing cancelled is sent, nothing sent is queued again.</summary>
    [Theory]
    [InlineData(EmailStatus.Cancelled)]
    [InlineData(EmailStatus.Sending)]
    public async Task What_happens_to_held_mail_meanwhile_stays(EmailStatus meanwhile)
    {
        await Db.AddAsync(Agent("ann", 8), Held("em_1", SenderKind.Agent, "ann"));
        var door = Db.Another();

        await door.WriteAsync(
            async (tx, ct) =>
            {
                var seen = await DueWork.ReleasableAsync(tx.Db, 10, ct);
                await tx.Db.Emails.ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, meanwhile), ct);
                Assert.False(await DueWork.ReleaseAsync(tx, Assert.Single(seen), Clock.GetUtcNow(), ct));
            }, Cancellation);

        Assert.Equal(meanwhile, (await LoadAsync()).Status);
        Assert.Empty(await EventsAsync());
    }

    private static Email Held(string id, SenderKind kind, string senderId) => New(EmailStatus.Held, id: id, kind: kind, senderId: senderId);

    private static Agent Agent(string id, long identityVersion) => new() { TenantId = "acme", Id = id, DisplayName = id, IdentityVersion = identityVersion };

    private static Channel Channel(string id, long identityVersion) =>
        new() { TenantId = "acme", Id = id, Name = id, Address = id + "@acme.example", IdentityVersion = identityVersion };
}
