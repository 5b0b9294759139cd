using AgentMail.Core.Agents;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Delivery;

public sealed class LaneOverviewTests : DeliveryTest
{
    private static readonly DeliveryError Refused = new(
        FailureClass.Authentication, FailureReason.CredentialsRefused, SmtpStage.Authenticate, new(535, "5.7.8", "Bad credentials"), "Check the password.");

    private LaneOverview Overview => new(Db.Door, Clock);

    [Fact]
    public async Task A_lane_says_how_it_stands_and_why()
    {
        await AddAsync("ann", identityVersion: 7, new() { Key = Key("ann"), TenantId = "acme", Pause = Refused, PausedVersion = 7 });
        await AddAsync("ben", identityVersion: 7, new() { Key = Key("ben"), TenantId = "acme", Slow = TooFast, SlowUntil = CreatedAt.AddMinutes(5) });
        await AddAsync("cleo", identityVersion: 7, new() { Key = Key("cleo"), TenantId = "acme", Slow = TooFast, SlowUntil = CreatedAt.AddMinutes(-5) });
        await AddAsync("dan", identityVersion: 8, new() { Key = Key("dan"), TenantId = "acme", Pause = Refused, PausedVersion = 7 });
        await Db.AddAsync(new LaneRow { Key = LaneKey.Shared("acme", "own"), TenantId = "acme" }, new LaneRow { Key = LaneKey.Shared("acme-2", "own"), TenantId = "acme-2" });

        var (lanes, next) = await Overview.ReadAsync("acme", null, "", 50, Cancellation);

        Assert.Null(next);
        Assert.Equal(
            [
                ("own/agent:ann", LaneState.Paused, null, Refused), ("own/agent:ben", LaneState.Slowed, CreatedAt.AddMinutes(5), TooFast),
                ("own/agent:cleo", LaneState.Healthy, null, null), ("own/agent:dan", LaneState.Healthy, null, null), ("own/shared", LaneState.Healthy, (DateTimeOffset?)null, (DeliveryError?)null),
            ],
            lanes.Select(l => (l.Name.Id, l.State, l.Until, l.Error)));
        Assert.Equal((LaneAccountKind.Agent, "ann", "own"), (lanes[0].Name.Account, lanes[0].Name.AccountId, lanes[0].Name.ServerId));
        Assert.Equal((LaneAccountKind.Shared, null), (lanes[^1].Name.Account, lanes[^1].Name.AccountId));
        Assert.Equal(["own/agent:ann"], await IdsAsync(LaneState.Paused));
        Assert.Equal(["own/agent:ben"], await IdsAsync(LaneState.Slowed));
        Assert.Equal(["own/agent:cleo", "own/agent:dan", "own/shared"], await IdsAsync(LaneState.Healthy));
    }

    [Fact]
    public async Task Pages_follow_one_another_and_leave_nothing_out()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            await Db.AddAsync(new LaneRow { Key = Key(name), TenantId = "acme" });
        var seen = new List<string>();

        for (string? after = ""; after is not null;)
        {
            var (lanes, next) = await Overview.ReadAsync("acme", null, after, 2, Cancellation);
            Assert.InRange(lanes.Count, 1, 2);
            seen.AddRange(lanes.Select(l => l.Name.AccountId!));
            after = next;
        }

        Assert.Equal(["a", "b", "c", "d", "e"], seen);
    }

    [Fact]
    public async Task What_waits_is_what_is_due_tried_again_or_held_and_not_what_is_scheduled()
    {
        await Db.AddAsync(new LaneRow { Key = Lane, TenantId = "acme" }, new LaneRow { Key = LaneKey.Shared("acme", "own"), TenantId = "acme" }, new LaneRow { Key = Key("idle"), TenantId = "acme" });
        await Db.AddAsync(
            New(EmailStatus.Queued, "em_1"), New(EmailStatus.Held, "em_2", createdAt: CreatedAt.AddHours(-1)), New(EmailStatus.Delayed, "em_3", nextActionAt: CreatedAt.AddHours(1)),
            New(EmailStatus.Scheduled, "em_4", nextActionAt: CreatedAt.AddHours(2)), New(EmailStatus.Sent, "em_5"),
            New(EmailStatus.Held, "em_6", lane: LaneKey.Shared("acme", "own"), senderId: "ben"), New(EmailStatus.Held, "em_7", lane: LaneKey.Shared("acme", "own"), senderId: "cleo"));

        var (lanes, _) = await Overview.ReadAsync("acme", null, "", 50, Cancellation);

        Assert.Equal(
            [("own/agent:ann", new LaneQueue(3, false, CreatedAt.AddHours(-1))), ("own/agent:idle", LaneQueue.Empty), ("own/shared", new LaneQueue(2, false, CreatedAt))],
            lanes.Select(l => (l.Name.Id, l.Waiting)));
    }

    [Fact]
    public async Task A_long_queue_is_counted_so_far_and_says_that_there_is_more()
    {
        await Db.AddAsync(new LaneRow { Key = Lane, TenantId = "acme" });
        await Db.AddAsync([.. Enumerable.Range(0, LaneOverview.MostWaiting + 5).Select(i => New(EmailStatus.Queued, $"em_{i}"))]);

        var lane = Assert.Single((await Overview.ReadAsync("acme", null, "", 50, Cancellation)).Lanes);

        Assert.Equal(new LaneQueue(LaneOverview.MostWaiting, true, CreatedAt), lane.Waiting);
    }

    private static string Key(string agent) => LaneKey.Own("acme", "own", SenderKind.Agent, agent);

    private async Task AddAsync(string agent, long identityVersion, LaneRow lane) => await Db.AddAsync(
        new Agent { TenantId = "acme", Id = agent, DisplayName = agent, Enabled = true, Override = true, ServerId = "own", IdentityVersion = identityVersion }, lane);

    private async Task<IEnumerable<string>> IdsAsync(LaneState state) => (await Overview.ReadAsync("acme", state, "", 50, Cancellation)).Lanes.Select(l => l.Name.Id);
}
