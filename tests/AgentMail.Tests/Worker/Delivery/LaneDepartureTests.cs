using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Delivery;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Worker.Delivery;

/// <summary>A lane that is handed to another worker, from the side of the one that lets it go.</summary>
public sealed class LaneDepartureTests
{
    private const string Other = "w2";

    private static readonly string Lane = RunningWorker.LaneOf("ann");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_its_transaction_closes_its_connections_and_only_then_goes()
    {
        var hold = new SmtpHold();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Reply("250 2.0.0 Ok").After(hold)));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, limits: new(1, null, null));
        await using var elsewhere = ScriptedSmtpServer.Start();
        await worker.AddAgentAsync("bob", elsewhere);
        var (first, second) = (await worker.SendAsync("ann", "a@example.net"), await worker.SendAsync("ann", "b@example.net"));
        await hold.ReachedAsync(Eventually.DefaultDeadline);
        var holder = (await RowAsync(worker)).Owner;

        worker.Lanes.HandOver([Lane], Other);
        // Bob's mail goes out meanwhile, and after it the lane would have gone.
        foreach (var i in Enumerable.Range(0, 3))
            await worker.WaitForAsync(await worker.SendAsync("bob", $"c{i}@example.net"), EmailStatus.Sent);
        Assert.Equal((holder, true), ((await RowAsync(worker)).Owner, worker.Lanes.AnyLeaves));
        hold.Release();
        var row = await Eventually.BecomesAsync(() => RowAsync(worker), r => r.Owner != holder);

        Assert.Equal((Other, 0), (row.Owner, server.OpenConnections));
        Assert.Equal((EmailStatus.Sent, EmailStatus.Queued), ((await worker.LoadAsync(first)).Status, (await worker.LoadAsync(second)).Status));
        Assert.Equal([RunningWorker.LaneOf("bob")], worker.Lanes.Holding);
        // Nobody is there to take it.
        await worker.Get<LaneStore>().ReleaseAllOfAsync(Other, Cancellation);
        await worker.WaitForAsync(second, EmailStatus.Sent);
        Assert.Equal((2, 1), (server.Deliveries.Count, server.PeakConnections));
    }

    [Fact]
    public async Task Where_a_transaction_takes_too_long_it_stays_and_sends_the_rest()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var hold = new SmtpHold();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.RcptTo, Play.Reply("250 2.1.5 Ok").After(hold), about: "slow@example.net"));
        await using var worker = await RunningWorker.StartAsync(clock);
        await worker.AddAgentAsync("ann", server, limits: new(2, null, null));
        var slow = await worker.SendAsync("ann", "slow@example.net");
        await hold.ReachedAsync(Eventually.DefaultDeadline);

        worker.Lanes.HandOver([Lane], Other);
        var quick = await worker.SendAsync("ann", "quick@example.net");
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(LaneDeparture.Patience / 5);
            return !worker.Lanes.AnyLeaves;
        });

        await worker.WaitForAsync(quick, EmailStatus.Sent);
        Assert.False(Assert.Single(worker.Lanes.Activities).MayLeave);
        hold.Release();
        await worker.WaitForAsync(slow, EmailStatus.Sent);
    }

    /// <summary>As when a worker that stood still wakes: another one may have opened as many connections as the mailbox allows.</summary>
    [Fact]
    public async Task A_lane_whose_lease_was_lost_closes_its_idle_connections_at_once()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server);
        await worker.WaitForAsync(await worker.SendAsync("ann", "a@example.net"), EmailStatus.Sent);
        Assert.Equal(1, server.OpenConnections);

        worker.Lanes.Abandon(Lane);

        await Eventually.TrueAsync(() => server.OpenConnections == 0);
    }

    /// <summary>The ring that told of it was lost.</summary>
    [Fact]
    public async Task A_lane_that_was_handed_to_this_worker_is_found_without_a_ring()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server);
        await worker.WaitForAsync(await worker.SendAsync("ann", "a@example.net"), EmailStatus.Sent);

        worker.Lanes.Adopt([Lane, RunningWorker.LaneOf("bob")]);

        await Eventually.BecomesAsync(() => worker.Lanes.Holding, lanes => lanes.Count == 2);
    }

    private static async Task<LaneRow> RowAsync(RunningWorker worker)
    {
        await using var db = worker.Get<Database>().Read();
        return await db.Lanes.SingleAsync(l => l.Key == Lane, Cancellation);
    }
}
