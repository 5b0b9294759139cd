using AgentMail.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Delivery;

public sealed class WorkerStoreTests : DeliveryTest
{
    private WorkerStore Workers => new(Db.Door, Clock);

    [Fact]
    public async Task A_worker_is_seen_with_its_lanes_until_it_is_silent()
    {
        await AnnounceAsync(Worker);
        await AnnounceAsync(OtherWorker);
        await LeaseAsync();
        await Lanes.AcquireAsync("acme/free/shared", Worker, Cancellation);
        await Lanes.ReleaseAsync((await Lanes.AcquireAsync("acme/free/shared", Worker, Cancellation)).Lease!, Cancellation);

        Assert.Equal([new(Worker, 1), new(OtherWorker, 0)], await LoadsAsync());
        Clock.Advance(WorkerStore.Silence);
        await AnnounceAsync(OtherWorker);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new(OtherWorker, 0)], await LoadsAsync());
    }

    [Fact]
    public async Task A_worker_that_stops_gets_no_lanes()
    {
        await AnnounceAsync(Worker);
        await AnnounceAsync(OtherWorker);
        await AnnounceAsync(OtherWorker, draining: true);

        Assert.Equal([new(Worker, 0)], await LoadsAsync());
        await Workers.RemoveAsync(OtherWorker, Cancellation);
        await using var db = Db.Read();
        Assert.Equal(Worker, (await db.Workers.SingleAsync(Cancellation)).Id);
    }

    [Fact]
    public async Task A_dead_worker_is_struck_off_and_one_that_stood_still_comes_back()
    {
        await AnnounceAsync(Worker);
        Clock.Advance(WorkerStore.Forgotten + TimeSpan.FromSeconds(1));
        await AnnounceAsync(OtherWorker);

        Assert.Equal(1, await Workers.ForgetAsync(Cancellation));
        Assert.Equal(0, await Workers.ForgetAsync(Cancellation));
        await AnnounceAsync(Worker);
        Assert.Equal([Worker, OtherWorker], (await LoadsAsync()).Select(w => w.Worker));
    }

    /// <summary>A lane on its way counts where it goes to.</summary>
    [Fact]
    public async Task A_lane_handed_over_counts_for_its_new_holder()
    {
        await AnnounceAsync(Worker);
        await AnnounceAsync(OtherWorker);
        Assert.True(await Lanes.HandOverAsync(await LeaseAsync(), OtherWorker, Cancellation));

        Assert.Equal([new(Worker, 0), new(OtherWorker, 1)], await LoadsAsync());
    }

    private Task AnnounceAsync(string worker, bool draining = false) => Workers.AnnounceAsync(worker, Clock.GetUtcNow(), draining, Cancellation);

    private async Task<IEnumerable<WorkerLoad>> LoadsAsync() => (await Workers.LoadsAsync(Cancellation)).OrderBy(w => w.Worker, StringComparer.Ordinal);
}
