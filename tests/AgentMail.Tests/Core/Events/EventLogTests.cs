using AgentMail.TestKit.Storage;

namespace AgentMail.Tests.Core.Events;

public sealed class EventLogTests
{
    [Fact]
    public async Task A_reader_that_resumes_after_a_number_skips_nothing_repeats_nothing_and_sees_each_email_go_its_way()
    {
        await using var db = await TestDatabase.OnSqliteAsync();

        Assert.Empty(await EventTail.FollowAsync([db.Door, db.Another(), db.Another()], TestContext.Current.CancellationToken));
    }
}
