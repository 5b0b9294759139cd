using AgentMail.TestKit.Storage;

namespace AgentMail.Tests.Core.Events;

public sealed class EventLogTests
{
    [Fact]
    public async Task A_reader_that_resumes_after_a_number_skips_nothing_and_repeats_nothing()
    {
        await using var db = await TestDatabase.OnSqliteAsync();

        var seen = await EventTail.FollowAsync([db.Door, db.Another(), db.Another()], eventsOfEach: 100, TestContext.Current.CancellationToken);

        Assert.Equal(300, seen.Count);
        Assert.Equal(300, seen.Distinct().Count());
    }
}
