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
            var url = sound.GetProperty("url").GetString();
            if (url is null)
                Assert.Equal("none", sound.GetProperty("id").GetString());
            else
                Assert.Equal("200 audio/wav", await HearAsync(url));
        }
        Assert.Equal(404, (await _app.Anonymous.ReadAsync("/sounds/none.wav")).Status);
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

    private async Task<string> HearAsync(string url)
    {
        var answer = await _app.Anonymous.ReadAsync(url);
        return $"{answer.Status} {answer.ContentType}";
    }
}
