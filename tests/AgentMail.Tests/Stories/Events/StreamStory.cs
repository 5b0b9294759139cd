using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.Tests.Stories.Api;

namespace AgentMail.Tests.Stories.Events;

/// <summary>A dashboard follows the log as it grows.</summary>
public sealed class StreamStory : IAsyncLifetime
{
    private const int Writers = 8;
    private const int EventsOfEach = 150;

    // .NET's client waits up to two seconds for the rest of an answer that nobody wants, and holds its place meanwhile.
    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Streams:MaxPerKey", "500");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_email_is_seen_on_its_way_in_the_same_words_as_over_rest()
    {
        await AcmeTenant.SetUpAsync(_app);
        using var stream = await EventStreamClient.OpenAsync(_app.Admin, "?type=email.*");

        var id = await AcmeTenant.SendAsync(_app.Admin, AcmeTenant.Mail("ann"));
        var seen = await stream.UntilAsync(e => e.Type == "email.sent");

        Assert.Equal(["email.queued", "email.sending", "email.sent"], seen.Select(e => e.Type));
        var overRest = (await _app.Admin.ReadAsync($"/v1/emails/{id}/events")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(overRest.Select(e => e.GetRawText()), seen.Select(e => e.Data));
        Assert.Equal(overRest.Select(e => e.GetProperty("id").GetString()), seen.Select(e => e.Id));
    }

    [Fact]
    public async Task A_reader_that_breaks_off_again_and_again_gets_every_event_once_and_in_order_while_others_write()
    {
        using var first = await EventStreamClient.OpenAsync(_app.Admin, "?type=email.delayed");
        var begin = first.LastEventId!;
        var dice = new Random(4711);

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < EventsOfEach; i++)
                await _app.AppendAsync(Log.Draft("email.delayed", data: $$"""{"writer":{{writer}},"nr":{{i}}}"""), Log.Draft("email.queued"));
        })));
        var seen = new List<StreamedEvent>();
        var breaks = 0;
        for (var from = begin; seen.Count < Writers * EventsOfEach; breaks++)
        {
            using var stream = await EventStreamClient.OpenAsync(_app.Admin, "?type=email.delayed", from);
            for (var left = dice.Next(1, 90); left > 0 && seen.Count < Writers * EventsOfEach; left--)
                seen.Add((await stream.NextAsync())!);
            from = stream.LastEventId!;
        }
        await writing;

        Assert.Equal(seen.Select(e => e.Id).Order(StringComparer.Ordinal), seen.Select(e => e.Id));
        Assert.Equal(seen.Count, seen.Select(e => e.Id).Distinct().Count());
        foreach (var ofWriter in seen.GroupBy(e => e.Json.GetProperty("data").GetProperty("writer").GetInt32()))
            Assert.Equal(Enumerable.Range(0, EventsOfEach), ofWriter.Select(e => e.Json.GetProperty("data").GetProperty("nr").GetInt32()));
        Assert.True(breaks > 5);
        // Whoever stayed all the time has seen the same.
        var stayed = new List<StreamedEvent>();
        while (stayed.Count < seen.Count)
            stayed.Add((await first.NextAsync())!);
        Assert.Equal(seen, stayed);
    }

    [Theory]
    [InlineData("?type=identity.recovered", "ev1")]
    [InlineData("?type=identity.*", "ev1 ev2")]
    [InlineData("?emailId=em_1", "ev3")]
    [InlineData("?agentId=zoe", "ev1 ev3")]
    [InlineData("?channelId=desk", "ev2 ev3")]
    [InlineData("?channelId=desk&agentId=zoe&type=email.*", "ev3")]
    public async Task Filters_hold_for_what_is_caught_up_with_and_for_what_comes(string query, string expected)
    {
        using var follower = await EventStreamClient.OpenAsync(_app.Admin, query);
        var begin = follower.LastEventId;

        await _app.AppendAsync(
            Log.Draft("email.sent"),
            Log.Draft("identity.recovered", agentId: "zoe", data: """{"name": "ev1"}"""),
            Log.Draft("identity.tested", channelId: "desk", data: """{"name": "ev2"}"""),
            Log.Draft("email.sent", "em_1", "zoe", "desk", data: """{"name": "ev3"}"""),
            Log.Draft("email.sent", "em_2"));
        using var latecomer = await EventStreamClient.OpenAsync(_app.Admin, query, begin);

        foreach (var stream in new[] { follower, latecomer })
        {
            var seen = await stream.UntilAsync(e => e.Json.GetProperty("data").GetProperty("name").GetString() == expected.Split(' ')[^1]);
            Assert.Equal(expected.Split(' '), seen.Select(e => e.Json.GetProperty("data").GetProperty("name").GetString()));
        }
    }

    [Fact]
    public async Task The_answer_is_made_for_browsers_and_proxies()
    {
        using var stream = await EventStreamClient.OpenAsync(_app.Admin);

        var headers = stream.Response.Headers;
        Assert.True(headers.CacheControl is { NoCache: true, NoTransform: true }, $"{headers.CacheControl}");
        Assert.Equal("no", Assert.Single(headers.GetValues("X-Accel-Buffering")));
        Assert.Empty(stream.Response.Content.Headers.ContentEncoding);
        Assert.Equal(TimeSpan.FromSeconds(2), stream.Retry);
        Assert.NotEmpty(stream.Comments);
        Assert.StartsWith("ev_", stream.LastEventId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ev_1")]
    [InlineData("em_0000000000001")]
    [InlineData("x")]
    public async Task A_last_event_id_that_is_none_is_refused(string id)
    {
        var ofQuery = await _app.Admin.ReadAsync($"/v1/events/stream?lastEventId={id}");
        var ofHeader = await _app.Admin.CallAsync(HttpMethod.Get, "/v1/events/stream", null, [("Last-Event-ID", id)]);

        Assert.Equal(422, ofQuery.Status);
        Assert.Equal(["/lastEventId invalid-format"], ofQuery.Errors);
        Assert.Equal(422, ofHeader.Status);
    }

    [Fact]
    public async Task The_header_wins_over_the_query_because_browsers_repeat_their_url()
    {
        await _app.AppendAsync(Log.Draft("server.updated", data: """{"nr": 1}"""), Log.Draft("server.updated", data: """{"nr": 2}"""));
        var ids = (await _app.Admin.ReadAsync("/v1/events?type=server.updated")).Body.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()!).ToList();

        using var first = await EventStreamClient.OpenAsync(_app.Admin, $"?type=server.updated&lastEventId={ids[^2]}");
        using var again = await EventStreamClient.OpenAsync(_app.Admin, $"?type=server.updated&lastEventId=ev_0000000000000", ids[^2]);

        Assert.Equal(ids[^1], (await first.NextAsync())!.Id);
        Assert.Equal(ids[^1], (await again.NextAsync())!.Id);
    }

    /// <summary>A restored database: the log was longer once.</summary>
    [Fact]
    public async Task An_id_beyond_the_end_of_the_log_begins_now_and_says_so()
    {
        using var stream = await EventStreamClient.OpenAsync(_app.Admin, lastEventId: "ev_00000000zzzzz");

        Assert.Contains(stream.Comments, c => c.StartsWith("reset: ev_00000000zzzzz is beyond the end of the log", StringComparison.Ordinal));
        Assert.NotEqual("ev_00000000zzzzz", stream.LastEventId);
        await _app.AppendAsync(Log.Draft("email.bounced", data: """{"name": "new"}"""));
        Assert.Contains(await stream.UntilAsync(e => e.Type == "email.bounced"), e => e.Data.Contains("new", StringComparison.Ordinal));
    }
}
