using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Events;

/// <summary>A client that takes nothing costs little, delays nobody and is cut; and no stream keeps a process from ending.</summary>
public sealed class StalledStreamStory
{
    private static readonly string Large = $$"""{"text": "{{new string('x', 60_000)}}"}""";

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_and_another_gets_everything_meanwhile()
    {
        await using var app = await StartAsync(patience: TimeSpan.FromSeconds(1));
        using var measured = new Measurements(app.Services);
        using var stalled = await StallAsync(app, measured);
        using var healthy = await EventStreamClient.OpenAsync(app.Admin, "?type=email.bounced");

        var (sent, slowest, all) = (0, TimeSpan.Zero, Stopwatch.StartNew());
        while (measured.Values("agentmail.streams.ended", "reason=stalled").Count == 0)
        {
            Assert.InRange(all.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
            var began = Stopwatch.GetTimestamp();
            sent += await FloodAsync(app);
            for (var i = 0; i < 10; i++)
                Assert.NotNull(await healthy.NextAsync());
            slowest = Stopwatch.GetElapsedTime(began) is var took && took > slowest ? took : slowest;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} events of 60 KB, {all.Elapsed.TotalSeconds:0.0} s until it was cut, slowest ten for the other {slowest.TotalMilliseconds:0} ms");
        Assert.Equal(1, measured.Gauge("agentmail.streams.open"));
        Assert.True(slowest < TimeSpan.FromSeconds(5), $"{slowest}");
    }

    /// <summary>Each client wants another part of the log, so that one has it all in the kernel's hands, another some of it in ours, and the next much.</summary>
    [Fact]
    public async Task A_process_ends_at_once_although_clients_read_nothing()
    {
        var app = await StartAsync(patience: TimeSpan.FromMinutes(5));
        using var measured = new Measurements(app.Services);
        for (var i = 0; i < 10; i++)
            await FloodAsync(app);
        var ids = (await app.Admin.ReadAsync("/v1/events?type=email.bounced&limit=200")).Body.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()).ToList();
        List<Socket> stalled = [];
        foreach (var id in ids)
            stalled.Add(await StallAsync(app, measured, $"?lastEventId={id}", stalled.Count + 1));

        var ending = Stopwatch.StartNew();
        await app.DisposeAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"ended in {ending.Elapsed.TotalSeconds:0.0} s");
        Assert.InRange(ending.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(ids.Count, measured.Values("agentmail.streams.ended", "reason=stopping").Count);
        stalled.ForEach(socket => socket.Dispose());
    }

    private static async Task<AgentMailApp> StartAsync(TimeSpan patience)
    {
        var app = new AgentMailApp().With("AgentMail:Streams:WriteTimeout", $"{patience}").With("AgentMail:Streams:MaxPerKey", "200");
        await app.InitializeAsync();
        return app;
    }

    private static async Task<int> FloodAsync(AgentMailApp app)
    {
        await app.AppendAsync([.. Enumerable.Range(0, 10).Select(_ => Log.Draft("email.bounced", data: Large))]);
        return 10;
    }

    private static async Task<Socket> StallAsync(AgentMailApp app, Measurements measured, string query = "", int nowOpen = 1)
    {
        var address = app.Anonymous.BaseAddress!;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /v1/events/stream{query} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {AgentMailApp.AdminKey}\r\n\r\n"));
        await Eventually.TrueAsync(() => measured.Gauge("agentmail.streams.open") == nowOpen);
        return socket;
    }
}
