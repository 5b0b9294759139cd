using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.Tests.Stories.Api;

namespace AgentMail.Tests.Stories.Events;

/// <summary>A live stream shows no more than its caller may see, and only for as long as that holds.</summary>
public sealed class StreamBoundsStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new AgentMailApp()
        .With("AgentMail:Streams:KeepAlive", "00:00:00.300").With("AgentMail:Streams:MaxPerKey", "3").With("AgentMail:Streams:MaxOpen", "5");

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_agent_follows_its_own_events_and_those_of_its_channels_and_another_tenant_none()
    {
        var other = await _app.OtherTenantAsync("other");
        using var ofAnn = await EventStreamClient.OpenAsync(await _app.ClientAsync("agent", "ann"));
        using var ofBen = await EventStreamClient.OpenAsync(await _app.ClientAsync("agent", "ben"), "?type=email.*");
        using var ofMonitor = await EventStreamClient.OpenAsync(await _app.ClientAsync("monitor"));
        using var ofOther = await EventStreamClient.OpenAsync(other);

        await _app.AppendAsync(
            Named("bens", agentId: "ben"), Named("anns", agentId: "ann"), Named("of sales", channelId: "sales"), Named("of support", channelId: "support"),
            Named("theirs") with { TenantId = "other" }, Named("of ann and ben", agentId: "ann", channelId: "sales"), Named("bens again", agentId: "ben"));

        Assert.Equal(["anns", "of support", "of ann and ben"], NamesOf(await ofAnn.UntilAsync(e => NameOf(e) == "of ann and ben")));
        Assert.Equal(["bens", "bens again"], NamesOf(await ofBen.UntilAsync(e => NameOf(e) == "bens again")));
        Assert.Equal(6, (await ofMonitor.UntilAsync(e => NameOf(e) == "bens again")).Count);
        Assert.Equal(["theirs"], NamesOf(await ofOther.UntilAsync(_ => true)));
    }

    [Fact]
    public async Task An_agent_moved_out_of_a_channel_no_longer_sees_it_in_the_stream_that_is_open()
    {
        using var stream = await EventStreamClient.OpenAsync(await _app.ClientAsync("agent", "ann"), "?type=email.*");
        await _app.AppendAsync(Named("before", channelId: "support"));
        Assert.Equal("before", NameOf((await stream.NextAsync())!));

        await _app.Admin.PutAsync("/v1/agents/ann", """{"displayName": "Ann", "channels": []}""");
        // One may be on its way already; the next was written after key and role were looked at.
        await stream.CommentAsync("keep-alive");
        await stream.CommentAsync("keep-alive");
        await _app.AppendAsync(Named("after", channelId: "support"), Named("own", agentId: "ann"));

        Assert.Equal("own", NameOf((await stream.NextAsync())!));
    }

    [Fact]
    public async Task A_deleted_key_ends_its_streams()
    {
        var key = await _app.Admin.PostAsync("/v1/api-keys", """{"name": "Short", "role": "monitor"}""");
        var client = _app.ClientOf(key["key"]);
        using var measured = new Measurements(_app.Services);
        using var stream = await EventStreamClient.OpenAsync(client);

        await _app.Admin.RemoveAsync($"/v1/api-keys/{key["id"]}");

        Assert.Null(await stream.NextAsync());
        Assert.Equal(1, await Eventually.BecomesAsync(() => measured.Values("agentmail.streams.ended", "reason=key").Sum(), n => n > 0));
        Assert.Equal(401, (await client.ReadAsync("/v1/events/stream")).Status);
    }

    [Fact]
    public async Task A_key_that_expires_ends_its_streams()
    {
        var expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var key = await _app.Admin.PostAsync("/v1/api-keys", $$"""{"name": "Short", "role": "monitor", "expiresAt": "{{expiresAt:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""");
        using var stream = await EventStreamClient.OpenAsync(_app.ClientOf(key["key"]));

        Assert.Null(await stream.NextAsync());
        Assert.True(TimeProvider.System.GetUtcNow() >= expiresAt);
    }

    [Fact]
    public async Task A_key_has_so_many_streams_and_a_process_so_many_and_a_place_that_is_left_is_free_again()
    {
        var (one, two) = (await _app.ClientAsync("monitor"), await _app.ClientAsync("monitor"));
        using var measured = new Measurements(_app.Services);
        List<EventStreamClient> open = [];
        for (var i = 0; i < 3; i++)
            open.Add(await EventStreamClient.OpenAsync(one));

        var tooMany = await one.ReadAsync("/v1/events/stream");
        Assert.Equal(429, tooMany.Status);
        Assert.Equal("rate-limited", tooMany.Code);
        Assert.NotNull(tooMany.Headers.RetryAfter);

        open.Add(await EventStreamClient.OpenAsync(two));
        open.Add(await EventStreamClient.OpenAsync(two));
        var full = await two.ReadAsync("/v1/events/stream");
        Assert.Equal(503, full.Status);
        Assert.NotNull(full.Headers.RetryAfter);
        Assert.Equal(5, measured.Gauge("agentmail.streams.open"));

        open[0].Dispose();
        open.Add(await Eventually.BecomesAsync(() => EventStreamClient.OpenAsync(one), _ => true));
        open.ForEach(stream => stream.Dispose());
        await Eventually.TrueAsync(() => measured.Gauge("agentmail.streams.open") == 0);
    }

    private static AgentMail.Core.Events.EventDraft Named(string name, string? agentId = null, string? channelId = null) =>
        Log.Draft("email.sent", agentId: agentId, channelId: channelId, data: $$"""{"name": "{{name}}"}""");

    private static string? NameOf(StreamedEvent e) => e.Json.GetProperty("data").TryGetProperty("name", out var name) ? name.GetString() : null;

    private static IEnumerable<string?> NamesOf(IEnumerable<StreamedEvent> events) => events.Select(NameOf);
}
