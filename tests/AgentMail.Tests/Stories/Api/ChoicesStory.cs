using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>R7 and R12: what a profile chooses from can be seen and heard.</summary>
public sealed class ChoicesStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new();

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_sound_but_silence_can_be_heard_where_the_list_says()
    {
        var sounds = (await _app.Admin.ReadAsync("/v1/interaction-sounds")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Superset(new HashSet<string?> { "chime", "ringing", "knock" }, sounds.Select(s => s.GetProperty("id").GetString()).ToHashSet());
        foreach (var sound in sounds)
        {
            if (sound.TryGetProperty("url", out var url))
                Assert.Equal("200 audio/wav", await HearAsync(url.GetString()!));
            else
                Assert.Equal("none", sound.GetProperty("id").GetString());
        }
        Assert.Equal(404, (await _app.Anonymous.ReadAsync("/sounds/none.wav")).Status);
    }

    /// <summary>As an audio element asks: without a key, for a part, and later whether it is still the same.</summary>
    [Theory]
    [InlineData("GET", "bytes=0-", 206)]
    [InlineData("GET", "bytes=100-199", 206)]
    [InlineData("GET", "bytes=99999999-", 416)]
    [InlineData("GET", null, 200)]
    [InlineData("HEAD", null, 200)]
    public async Task A_page_can_play_a_sound(string method, string? range, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/sounds/chime.wav");
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);

        using var answer = await _app.Anonymous.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 416)
            return;
        Assert.Equal("audio/wav", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=86400", string.Join(", ", answer.Headers.GetValues("Cache-Control").Order()));
        Assert.Equal("bytes", Assert.Single(answer.Headers.AcceptRanges));
        Assert.InRange(answer.Content.Headers.ContentLength!.Value, 100, 200_000);
        if (range == "bytes=100-199")
            Assert.Equal((100L, 100L), (answer.Content.Headers.ContentLength, answer.Content.Headers.ContentRange!.From));
    }

    [Fact]
    public async Task There_is_enough_to_choose_from_for_every_role()
    {
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann" });
        foreach (var role in new[] { "sender", "agent", "monitor", "admin" })
        {
            var client = await _app.ClientAsync(role, role == "agent" ? "ann" : null);
            Assert.True(CountOf(await client.ReadAsync("/v1/interaction-sounds"), "label") >= 7);
            Assert.True(CountOf(await client.ReadAsync("/v1/date-formats"), "example") >= 8);
        }
    }

    [Fact]
    public async Task Date_formats_are_shown_by_example()
    {
        var formats = (await _app.Admin.ReadAsync("/v1/date-formats")).Body.GetProperty("items").EnumerateArray().ToDictionary(f => f.GetProperty("id").GetString()!, f => f.GetProperty("example").GetString());
        Assert.True(formats.Count >= 8);
        Assert.Equal("29/03/2026", formats["dd/MM/yyyy"]);
        Assert.Equal("03/29/2026", formats["MM/dd/yyyy"]);
        Assert.Equal("2026-03-29", formats["yyyy-MM-dd"]);
        Assert.Contains(formats.Values, example => example!.Contains("March", StringComparison.Ordinal));
    }

    private static int CountOf(ApiAnswer list, string member) =>
        list.Body.GetProperty("items").EnumerateArray().Count(item => item.GetProperty(member).ValueKind == System.Text.Json.JsonValueKind.String);

    private async Task<string> HearAsync(string url)
    {
        var answer = await _app.Anonymous.ReadAsync(url);
        return $"{answer.Status} {answer.ContentType}";
    }
}
