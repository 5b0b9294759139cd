using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Storage;

namespace AgentMail.IntegrationTests.Stats;

public sealed class StatsLedgerTests(IntegrationServers servers)
{
    /// <summary>The first count sees emails and log as of one moment, while four processes write both.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Counts_equal_a_recount_whoever_died_while_counting(bool startsAmid)
    {
        await using var db = await TestDatabase.OnPostgresAsync(await (await servers.PostgresAsync()).CreateDatabaseAsync());

        var result = await CountedMoves.RunAsync(db, writers: 4, emailsOfEach: 60, startsAmid, new Random(20261124), TestContext.Current.CancellationToken);

        Assert.Equal(result.ByLog, result.Counted);
        Assert.Equal(result.ByRows, result.CountedByStatus);
        Assert.Equal(result.LoggedEvents, result.CountedEvents);
        Assert.InRange(result.Deaths, startsAmid ? 0 : 1, result.Events);
    }
}
