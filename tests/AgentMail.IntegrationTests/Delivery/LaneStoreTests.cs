using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Storage;

namespace AgentMail.IntegrationTests.Delivery;

public sealed class LaneStoreTests(IntegrationServers servers)
{
    [Fact]
    public async Task Of_workers_who_meet_at_a_new_lane_one_gets_it_and_none_stumbles()
    {
        await using var db = await TestDatabase.OnPostgresAsync(await (await servers.PostgresAsync()).CreateDatabaseAsync());
        LaneStore[] workers = [.. Enumerable.Range(0, 6).Select(_ => new LaneStore(db.Another(), TimeProvider.System))];

        foreach (var round in Enumerable.Range(0, 20))
        {
            var lane = LaneKey.Own("acme", "own", SenderKind.Agent, $"a{round}");
            var answers = await Task.WhenAll(workers.Select((w, i) => w.AcquireAsync(lane, $"w{i}", TestContext.Current.CancellationToken)));

            var holder = Assert.Single(answers, a => a.Lease is not null).Lease!.Worker;
            Assert.All(answers.Where(a => a.Lease is null), a => Assert.Equal(holder, a.Holder));
        }
    }
}
