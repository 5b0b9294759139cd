using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Storage;

namespace AgentMail.IntegrationTests.Delivery;

public sealed class MoveRaceTests(IntegrationServers servers)
{
    /// <summary>On PostgreSQL several processes write at once, and only the row stands between them.</summary>
    [Fact]
    public async Task Of_a_worker_and_people_who_meet_at_an_email_one_gets_it()
    {
        await using var db = await TestDatabase.OnPostgresAsync(await (await servers.PostgresAsync()).CreateDatabaseAsync());

        var raced = await MoveRace.RunAsync(db, () => db.Another(), 120, TestContext.Current.CancellationToken);

        Assert.All(raced, email => Assert.Equal(email.Begun ? RacedEmail.Sending : RacedEmail.TakenBack, email));
        Assert.Equal((true, false), (raced[0].Begun, raced[1].Begun));
    }
}
