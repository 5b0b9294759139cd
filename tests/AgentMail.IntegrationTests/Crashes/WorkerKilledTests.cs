using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>kill -9 of a worker at each place of a send: nothing is lost, nothing sent twice, nothing stuck.</summary>
public sealed class WorkerKilledTests(WorkerKilledScenery scenery) : IClassFixture<WorkerKilledScenery>
{
    public static TheoryData<string, Ending, int> Places => new()
    {
        { WorkerKilledScenery.Claimed, Ending.SentByTheNext, 1 },
        { WorkerKilledScenery.SignedIn, Ending.SentByTheNext, 2 },
        { WorkerKilledScenery.Marked, Ending.UncertainAndNotThere, 1 },
        { WorkerKilledScenery.Body, Ending.UncertainAndNotThere, 1 },
        { WorkerKilledScenery.Dot, Ending.UncertainAndThere, 1 },
        { WorkerKilledScenery.Settling, Ending.UncertainAndThere, 1 },
        { WorkerKilledScenery.Settled, Ending.Sent, 1 },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_mark_says_what_becomes_of_the_email_and_all_of_it_is_told(string place, Ending ending, int transactions)
    {
        var id = scenery.Emails[place];

        await scenery.Admin.WaitForStatusAsync(id, ending.Status, Scene.Patience);

        Assert.Equal(ending.History, await scenery.Admin.HistoryAsync(id));
        Assert.Equal(ending.Deliveries, scenery.Server.DeliveriesOf(place).Count);
        Assert.Equal(transactions, scenery.Server.AttemptsOf(place));
        await Eventually.BecomesAsync(() => scenery.Told(place), told => told == ending.History, Scene.Patience);
    }

    [Fact]
    public void The_result_was_on_disk_before_its_event_left() => Assert.False(scenery.SettledWasTold);

    [Fact]
    public async Task Nothing_is_unaccounted_for() => Assert.Equal("0", await scenery.Admin.UnaccountedAsync());
}
