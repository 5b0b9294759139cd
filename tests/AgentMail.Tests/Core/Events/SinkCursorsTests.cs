using AgentMail.Core.Events;
using AgentMail.TestKit.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Events;

public sealed class SinkCursorsTests
{
    [Fact]
    public async Task A_new_sink_begins_with_all_there_is_or_with_what_comes_and_an_old_one_where_it_was()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var db = await TestDatabase.OnSqliteAsync();
        var cursors = new SinkCursors(db.Door, new FakeTimeProvider());
        await db.Door.WriteAsync((tx, _) => { tx.Append(new("acme", "x", default, "{}")); tx.Append(new("acme", "x", default, "{}")); return Task.CompletedTask; }, ct);

        Assert.Equal(0, await cursors.ClaimAsync("all", "w1", fromNow: false, ct));
        Assert.Equal(2, await cursors.ClaimAsync("new", "w1", fromNow: true, ct));

        await cursors.AdvanceAsync("all", "w1", 1, ct);
        Assert.Equal(1, await cursors.ClaimAsync("all", "w1", fromNow: true, ct));
        Assert.Null(await cursors.ClaimAsync("all", "w2", fromNow: true, ct));
    }
}
