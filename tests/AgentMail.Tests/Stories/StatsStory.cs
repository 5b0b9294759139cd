using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>What stats say is what a list of all emails says, whatever happened to them.</summary>
public sealed class StatsStory : IAsyncLifetime
{
    private static readonly string[] Statuses =
        ["scheduled", "queued", "sending", "sent", "delayed", "held", "uncertain", "failed", "delivered", "bounced", "cancelled"];

    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Retry:FirstDelay", "01:00:00");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_email_counts_once_where_it_stands_by_now()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript()
            .OnRecipient("gone@example.net", "550 5.1.1 No such user").OnRecipient("later@example.net", "451 4.3.0 Later"));
        await _app.SetUpAnnAsync(server);
        var sent = await SendAsync("sent", "a@example.net", "b@example.net", "c@example.net");
        var failed = await SendAsync("failed", "gone@example.net", "gone@example.net");
        var delayed = await SendAsync("delayed", "later@example.net", "later@example.net");
        var scheduled = await _app.SendAsync("next@example.net", TimeProvider.System.GetUtcNow().AddDays(1));
        await _app.Admin.PostAsync($"/v1/emails/{delayed[0]}/cancel", new { });
        await _app.Admin.PostAsync($"/v1/emails/{failed[0]}/retry", new { });
        await _app.Admin.WaitForStatusAsync(failed[0], "failed");
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = false, serverId = "played", @override = true });
        await _app.Admin.PostAsync($"/v1/emails/{delayed[1]}/retry", new { });
        await _app.Admin.WaitForStatusAsync(delayed[1], "held");

        var stats = await StatsAsync();

        Assert.Equal("scheduled 1, sent 3, held 1, failed 2, cancelled 1", Words(stats["byStatus"]!));
        Assert.Equal(await ListedAsync(), Words(stats["byStatus"]!));
        Assert.Equal(("played", Words(stats["byStatus"]!)), ((string?)stats["byServer"]![0]!["serverId"], Words(stats["byServer"]![0]!["byStatus"]!)));
        Assert.Equal(("agent", "ann"), ((string?)stats["byIdentity"]![0]!["sender"]!["kind"], (string?)stats["byIdentity"]![0]!["sender"]!["id"]));
        Assert.Equal((0, 0), ((int)stats["unaccounted"]!, (int)stats["identitiesLeftOut"]!));
        Assert.Null(stats["oldestQueuedAgeSeconds"]);
        Assert.Equal(6, sent.Concat(failed).Append(scheduled).Distinct().Count());
    }

    [Fact]
    public async Task What_waits_counts_whatever_its_age_and_what_came_to_an_end_counts_for_the_time_asked_for()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript());
        await _app.SetUpAnnAsync(server);
        await SendAsync("sent", "a@example.net");
        await _app.SendAsync("next@example.net", TimeProvider.System.GetUtcNow().AddDays(1));

        var stats = await StatsAsync($"?since={TimeProvider.System.GetUtcNow().AddHours(2):yyyy-MM-ddTHH:mm:ssZ}");

        Assert.Equal("scheduled 1", Words(stats["byStatus"]!));
        Assert.EndsWith(":00:00.000Z", (string?)stats["since"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_and_the_log_after_them_count_nothing_twice_and_leave_nothing_out()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript());
        await _app.SetUpAnnAsync(server);
        await SendAsync("sent", "a@example.net", "b@example.net");

        var stats = await StatsAsync();
        var last = (string?)stats["lastEventId"];

        Assert.Equal("sent 2", Words(stats["byStatus"]!));
        Assert.Empty((await ReadAsync($"/v1/events?cursor={last}"))["items"]!.AsArray());
        await SendAsync("sent", "c@example.net");
        var since = (await ReadAsync($"/v1/events?cursor={last}&type=email.*"))["items"]!.AsArray();
        Assert.Equal(["email.queued", "email.sending", "email.sent"], since.Select(e => (string?)e!["type"]));
        Assert.Equal("sent 3", Words((await StatsAsync())["byStatus"]!));
    }

    [Fact]
    public async Task Throughput_counts_each_event_in_its_minute()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().OnRecipient("gone@example.net", "550 5.1.1 No such user"));
        await _app.SetUpAnnAsync(server);
        await SendAsync("sent", "a@example.net", "b@example.net");
        await SendAsync("failed", "gone@example.net");

        foreach (var step in (string[])["minute", "hour"])
        {
            var answer = await Eventually.BecomesAsync(() => ReadAsync($"/v1/stats/throughput?step={step}"), a => Sum(a, "failed") == 1 && Sum(a, "sent") == 2);

            Assert.Equal((3, 3, 0), (Sum(answer, "queued"), Sum(answer, "sending"), Sum(answer, "delayed")));
            Assert.InRange(answer["items"]!.AsArray().Count, 1, 3);
        }
    }

    [Theory]
    [InlineData("/v1/stats?since=yesterday", "/since")]
    [InlineData("/v1/stats/throughput?step=day", "/step")]
    [InlineData("/v1/stats/throughput?since=2020-01-01T00:00:00Z", "/since")]
    [InlineData("/v1/stats/throughput?step=hour&since=2020-01-01T00:00:00Z", "/since")]
    [InlineData("/v1/lanes?state=ill", "/state")]
    [InlineData("/v1/lanes?limit=1000", "/limit")]
    public async Task What_cannot_be_answered_says_why(string path, string pointer)
    {
        var answer = await _app.Admin.ReadAsync(path);

        Assert.Equal((422, pointer), (answer.Status, answer.Body.GetProperty("errors")[0].GetProperty("pointer").GetString()));
    }

    private async Task<List<string>> SendAsync(string becomes, params string[] recipients)
    {
        var ids = new List<string>();
        foreach (var to in recipients)
            ids.Add(await _app.SendAsync(to));
        foreach (var id in ids)
            await _app.Admin.WaitForStatusAsync(id, becomes);
        return ids;
    }

    /// <summary>The same counts from a list of all emails.</summary>
    private async Task<string> ListedAsync()
    {
        var listed = (await ReadAsync("/v1/emails?limit=200"))["items"]!.AsArray().Select(e => (string)e!["status"]!).ToList();
        return string.Join(", ", Statuses.Select(s => (Status: s, Count: listed.Count(l => l == s))).Where(s => s.Count > 0).Select(s => $"{s.Status} {s.Count}"));
    }

    private Task<JsonNode> StatsAsync(string query = "") => ReadAsync("/v1/stats" + query);

    private async Task<JsonNode> ReadAsync(string path) => JsonNode.Parse((await _app.Admin.ReadAsync(path)).Text)!;

    private static long Sum(JsonNode throughput, string status) => throughput["items"]!.AsArray().Sum(item => (long)item![status]!);

    private static string Words(JsonNode byStatus) =>
        string.Join(", ", Statuses.Where(s => (long)byStatus[s]! > 0).Select(s => $"{s} {byStatus[s]}"));
}
