using AgentMail.Core.Storage;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Storage;

namespace AgentMail.IntegrationTests.Events;

public sealed class EventLogTests(IntegrationServers servers)
{
    /// <summary>A sequence would number events before they commit, and a reader would go past one that commits late.</summary>
    [Fact]
    public async Task A_reader_that_resumes_after_a_number_skips_nothing_and_repeats_nothing_however_many_processes_write()
    {
        var connection = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var db = await TestDatabase.OnPostgresAsync(connection);
        Database[] processes = [.. Enumerable.Range(0, 4).Select(_ => db.Another(new PostgresEngine(connection)))];

        Assert.Empty(await EventTail.FollowAsync(processes, TestContext.Current.CancellationToken));
    }
}
