using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

public sealed class SlowLanesTests : DeliveryTest
{
    private static readonly DateTimeOffset Later = CreatedAt.AddMinutes(1);

    [Fact]
    public async Task The_pace_is_written_with_the_result_and_found_by_the_next_holder()
    {
        await Db.AddAsync(New());
        await SlowedAsync(Later);
        var email = await LoadAsync();
        Assert.Equal((EmailStatus.Delayed, Later, 1, 1), (email.Status, email.NextActionAt!.Value, email.Attempt, email.AttemptsForgiven));

        await TakenOverAsync();
        var slowness = (await Lanes.AcquireAsync(Lane, OtherWorker, Cancellation)).Slowness!;

        Assert.Equal((TooFast, Later, 1), (slowness.Why, slowness.Until, slowness.Times));
    }

    [Fact]
    public async Task Full_pace_is_written_too()
    {
        await Db.AddAsync(New());
        var lease = await SlowedAsync(Later);

        await SaveAsync(lease, new(null));

        Assert.Null(await Lanes.SlownessOfAsync(Lane, Cancellation));
    }

    [Fact]
    public async Task An_old_lease_changes_no_pace()
    {
        await Db.AddAsync(New());
        var old = await SlowedAsync(Later);
        await TakenOverAsync();

        await SaveAsync(old, new(null));

        Assert.NotNull(await Lanes.SlownessOfAsync(Lane, Cancellation));
    }

    /// <summary>Settings were saved, or a test went well: one attempt may be made now, and the count stays.</summary>
    [Theory]
    [InlineData("lane", true)]
    [InlineData("sender", true)]
    [InlineData("server", true)]
    [InlineData("other sender", false)]
    [InlineData("other server", false)]
    [InlineData("other tenant", false)]
    public async Task A_slowed_lane_may_be_hurried(string how, bool hurried)
    {
        const string Own = "acme/own/agent:ann";
        await Db.AddAsync(new LaneRow { Key = Own, TenantId = "acme", SlowUntil = Later, Slow = TooFast, Slowdowns = 3 });
        var now = CreatedAt.AddSeconds(1);

        await WriteAsync((db, ct) => how switch
        {
            "lane" => SlowLanes.HurryAsync(db, Own, now, ct),
            "sender" => SlowLanes.HurrySenderAsync(db, "acme", SenderKind.Agent, "ann", now, ct),
            "server" => SlowLanes.HurryServerAsync(db, "acme", "own", now, ct),
            "other sender" => SlowLanes.HurrySenderAsync(db, "acme", SenderKind.Agent, "nn", now, ct),
            "other server" => SlowLanes.HurryServerAsync(db, "acme", "ow", now, ct),
            _ => SlowLanes.HurrySenderAsync(db, "other", SenderKind.Agent, "ann", now, ct),
        });

        var slowness = (await Lanes.SlownessOfAsync(Own, Cancellation))!;
        Assert.Equal((hurried ? now : Later, 3), (slowness.Until, slowness.Times));
    }

    [Fact]
    public async Task What_waits_for_the_lane_alone_is_hurried_with_it()
    {
        await Db.AddAsync(New(), New(EmailStatus.Delayed, id: "em_2", nextActionAt: Later.AddMinutes(5)));
        await SlowedAsync(Later);

        await WriteAsync((db, ct) => SlowLanes.HurryAsync(db, Lane, CreatedAt.AddSeconds(1), ct));

        Assert.Equal(CreatedAt.AddSeconds(1), (await LoadAsync()).NextActionAt);
        Assert.Equal(Later.AddMinutes(5), (await LoadAsync("em_2")).NextActionAt);
    }

    private Task SaveAsync(LaneLease lease, LanePaceChange change) => WriteAsync((db, ct) => SlowLanes.SaveAsync(db, lease, change, ct));

    private Task WriteAsync(Func<AgentMailDb, CancellationToken, Task> write) => Db.Door.WriteAsync((tx, ct) => write(tx.Db, ct), Cancellation);
}
