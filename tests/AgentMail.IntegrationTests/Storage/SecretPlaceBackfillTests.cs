using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Storage;

namespace AgentMail.IntegrationTests.Storage;

public sealed class SecretPlaceBackfillTests(IntegrationServers servers)
{
    [Fact]
    public async Task Passwords_from_before_places_were_kept_belong_to_where_they_are_used()
    {
        await using var db = await TestDatabase.OnPostgresAsync(await (await servers.PostgresAsync()).CreateDatabaseAsync());

        Assert.All(await BackfilledPlaces.RunAsync(db.Engine), p => Assert.Equal((p.Owner, p.Expected), (p.Owner, p.Stored)));
    }
}
