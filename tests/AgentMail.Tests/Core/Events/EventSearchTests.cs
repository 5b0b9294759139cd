using AgentMail.Core.Events;
using AgentMail.TestKit.Storage;

namespace AgentMail.Tests.Core.Events;

public sealed class EventSearchTests
{
    private static readonly string[] Types = [.. EventTypes.All];
    private static readonly string?[] Names = [null, "ann", "ben"];
    private static readonly string?[] Channels = [null, "support", "sales", "desk"];

    /// <summary>The database and the filter in memory agree on each event, however the question is put: what is caught up with is what would have come live.</summary>
    [Fact]
    public async Task Whatever_is_asked_the_log_gives_page_by_page_what_the_filter_lets_through()
    {
        await using var db = await TestDatabase.OnSqliteAsync();
        var dice = new Random(1);
        var rows = Enumerable.Range(1, 1500).Select(number => new EventRow
        {
            Number = number,
            TenantId = dice.Next(5) == 0 ? "other" : "acme",
            Type = Types[dice.Next(Types.Length)],
            Timestamp = DateTimeOffset.UnixEpoch,
            EmailId = $"em_{dice.Next(20)}",
            AgentId = Names[dice.Next(3)],
            ChannelId = Channels[dice.Next(4)],
            Data = "{}",
        }).ToList();
        await db.AddAsync([.. rows]);

        foreach (var filter in Filters())
        {
            var (found, after) = (new List<long>(), 0L);
            await using var read = db.Read();
            while (await EventSearch.RowsAsync(read, filter, after, 37, TestContext.Current.CancellationToken, until: 1400) is { Count: > 0 } page)
            {
                found.AddRange(page.Select(e => e.Number));
                after = page[^1].Number;
            }
            Assert.Equal(rows.Where(e => e.Number <= 1400 && filter.Matches(e)).Select(e => e.Number), found);
        }
    }

    private static IEnumerable<EventFilter> Filters() =>
        from type in (string?[])[null, "email.sent", "identity.paused", "email.none", "email.*", "identity.*", "profile.*", "none.*"]
        from agent in (string?[])[null, "ann"]
        from channel in (string?[])[null, "support"]
        from email in (string?[])[null, "em_7"]
        from seenBy in (string?[])[null, "ann"]
        from own in (string[][])[[], ["support", "desk"], [.. Enumerable.Range(0, 20).Select(i => i == 3 ? "sales" : $"c{i}")]]
        where seenBy is not null || own.Length == 0
        select new EventFilter("acme") { Type = type, AgentId = agent, ChannelId = channel, EmailId = email, SeenBy = seenBy, OwnChannels = own };
}
