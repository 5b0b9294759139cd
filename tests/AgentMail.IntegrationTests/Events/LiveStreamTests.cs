using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Events;

/// <summary>A client follows what happens in other processes, and misses nothing when the one that it reads from dies.</summary>
public sealed class LiveStreamTests(IntegrationServers servers)
{
    private const int Emails = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What docs/events.md shows for Node.
    private const string Follower = """
        import { EventSource } from "eventsource";

        const events = new EventSource(process.env.STREAM_URL, {
          fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${process.env.KEY}` } }),
        });
        events.onopen = () => console.log("open");
        events.addEventListener("email.sent", e => console.log(e.lastEventId));
        """;

    [Fact]
    public async Task Every_event_comes_once_from_whichever_process_and_a_killed_API_costs_none()
    {
        var engines = new Engines(
            await (await servers.PostgresAsync()).CreateDatabaseAsync(), (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation());
        await using var first = await ScaledOut.StartAsync(engines, engines, workers: 1);
        await using var second = await ScaledOut.StartAsync(engines, engines, workers: 0);
        await AddSenderAsync(first.Admin);
        await using var node = await NodeProgram.StartModuleAsync("follow", Follower, new Dictionary<string, string>
        {
            ["STREAM_URL"] = new Uri(second.Address, "/v1/events/stream?type=email.sent").ToString(),
            ["KEY"] = ScaledOut.AdminKey,
        });
        await node.LineAsync(line => line == "open", Patience);
        using var followed = await EventStreamClient.OpenAsync(second.Admin, "?type=email.*");
        var begin = followed.LastEventId!;

        var sending = SendAsync(first.Admin);
        var (seen, delays) = await FollowAsync(followed, Emails);
        await sending;
        TestContext.Current.TestOutputHelper!.WriteLine($"{delays.Count} events over two API processes: p50 {At(delays, 0.5):0} ms, p99 {At(delays, 0.99):0} ms");
        Assert.InRange(At(delays, 0.99), 0, 5_000);

        sending = SendAsync(first.Admin);
        seen.AddRange((await FollowAsync(followed, Emails / 4)).Seen);
        await second.RestartApiAsync();
        using var resumed = await EventStreamClient.OpenAsync(second.Admin, "?type=email.*", seen[^1].Id);
        seen.AddRange((await FollowAsync(resumed, Emails - (Emails / 4))).Seen);
        await sending;

        var log = await LogAsync(first.Admin, begin);
        Assert.Equal(log.Take(seen.Count), seen.Select(e => e.Id));
        var sent = await LogAsync(first.Admin, begin, "email.sent");
        await Eventually.TrueAsync(() => node.Lines.Count(line => line != "open") >= sent.Count, Patience);
        Assert.Equal(sent, node.Lines.Where(line => line != "open"));
    }

    private static async Task AddSenderAsync(HttpClient admin)
    {
        await admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = true, channels = Array.Empty<string>() });
        await admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example" });
    }

    private static async Task SendAsync(HttpClient admin)
    {
        for (var i = 0; i < Emails; i++)
            await admin.PostAsync("/v1/emails", new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, subject = $"Nr. {i}", text = "Hello" });
    }

    private static async Task<(List<StreamedEvent> Seen, List<double> DelaysMs)> FollowAsync(EventStreamClient stream, int emails)
    {
        var (seen, delays) = (new List<StreamedEvent>(), new List<double>());
        while (seen.Count(e => e.Type == "email.sent") < emails)
        {
            seen.Add(await stream.NextAsync(Patience) ?? throw new EndOfStreamException());
            delays.Add((TimeProvider.System.GetUtcNow() - seen[^1].Json.GetProperty("timestamp").GetDateTimeOffset()).TotalMilliseconds);
        }
        return (seen, delays);
    }

    private static async Task<List<string>> LogAsync(HttpClient admin, string after, string type = "email.*")
    {
        var ids = new List<string>();
        while (true)
        {
            var page = (await admin.ReadAsync($"/v1/events?type={type}&limit=200&cursor={(ids.Count == 0 ? after : ids[^1])}")).Body.GetProperty("items");
            ids.AddRange(page.EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            if (page.GetArrayLength() == 0)
                return ids;
        }
    }

    private static double At(List<double> delays, double part) => delays.Order().ElementAt((int)(part * (delays.Count - 1)));
}
