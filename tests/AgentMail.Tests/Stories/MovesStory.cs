using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>What people do with mail that has met a server: taken back before it leaves, tried again, resolved.</summary>
public sealed class MovesStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Retry:FirstDelay", "01:00:00");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_retry_goes_to_those_who_have_not_got_it_and_is_the_same_message()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.RcptTo, Play.Reply("550 5.1.1 No such user"), about: "new@example.net"));
        await _app.SetUpAnnAsync(server);
        var body = """{"sender": {"agentId": "ann"}, "to": ["old@example.net", "new@example.net"], "subject": "Hi", "text": "Hello"}""";
        var first = await _app.Admin.PostAsync("/v1/emails", body, ("Idempotency-Key", "case-1"));
        var id = first["id"]!;
        await _app.Admin.WaitForStatusAsync(id, "failed");

        var retried = await MoveAsync(id, "retry");
        var email = await _app.Admin.WaitForStatusAsync(id, "sent");

        Assert.Equal((200, "queued"), (retried.Status, retried["status"]));
        Assert.Equal(2, (int)email["attempt"]!);
        Assert.Equal([["old@example.net"], ["new@example.net"]], server.Deliveries.Select(d => d.Recipients.ToArray()));
        Assert.Equal(server.Deliveries[0].RawMime, server.Deliveries[1].RawMime);
        Assert.Equal("queued, sending, failed, queued, sending, sent", await _app.HistoryAsync(id));
        Assert.Equal(first.Text, (await _app.Admin.PostAsync("/v1/emails", body, ("Idempotency-Key", "case-1"))).Text);
    }

    [Fact]
    public async Task A_delayed_email_need_not_wait_for_its_next_attempt()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Reply("451 4.3.0 Later")));
        await _app.SetUpAnnAsync(server);
        var id = await _app.SendAsync("bob@example.net");
        await _app.Admin.WaitForStatusAsync(id, "delayed");

        await MoveAsync(id, "retry");

        await _app.Admin.WaitForStatusAsync(id, "sent");
        Assert.Equal("queued, sending, delayed, queued, sending, sent", await _app.HistoryAsync(id));
    }

    [Fact]
    public async Task An_uncertain_email_that_arrived_is_sent_and_nothing_goes_out()
    {
        var (server, id) = await UncertainAsync();
        await using var _ = server;

        var resolved = await MoveAsync(id, "resolve", """{"as": "sent"}""");
        var again = await MoveAsync(id, "resolve", """{"as": "resend"}""");

        Assert.Equal((200, "sent", true), (resolved.Status, resolved["status"], resolved.Text.Contains("\"lastError\":null", StringComparison.Ordinal)));
        Assert.Equal((409, "not-uncertain"), (again.Status, again.Code));
        Assert.Equal("queued, sending, uncertain, sent", await _app.HistoryAsync(id));
        var told = (await EventsAsync(id))[^1]!["data"]!;
        Assert.Equal(("resolveAsSent", null), ((string?)told["by"]!["action"], told["smtp"]));
        await _app.Admin.WaitForStatusAsync(await _app.SendAsync("next@example.net"), "sent");
        Assert.Equal(2, server.Sessions.Sum(s => s.Transactions.Count));
    }

    [Fact]
    public async Task An_uncertain_email_that_is_resent_is_the_same_message_and_says_that_it_may_be_the_second()
    {
        var (server, id) = await UncertainAsync();
        await using var _ = server;

        await MoveAsync(id, "resolve", """{"as": "resend"}""");
        var email = await _app.Admin.WaitForStatusAsync(id, "sent");

        var bytes = server.Sessions.SelectMany(s => s.Transactions).Select(t => Convert.ToHexString(t.RawMime ?? [])).ToList();
        Assert.Equal((2, 1), (bytes.Count, bytes.Distinct().Count()));
        Assert.Equal("possible_duplicate", (string?)email["warnings"]![0]!["code"]);
        Assert.Equal(
            ["queued ", "sending ", "uncertain ", "queued true", "sending true", "sent true"],
            (await EventsAsync(id)).Select(e => $"{((string)e!["type"]!)["email.".Length..]} {e["data"]!["possibleDuplicate"]}"));
    }

    [Fact]
    public async Task Mail_that_is_held_or_delayed_can_be_taken_back()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("451 4.3.0 Later")));
        await _app.SetUpAnnAsync(server);
        var delayed = await _app.SendAsync("bob@example.net");
        await _app.Admin.WaitForStatusAsync(delayed, "delayed");
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = false, channels = Array.Empty<string>(), serverId = "played", @override = true });
        await MoveAsync(delayed, "retry");
        await _app.Admin.WaitForStatusAsync(delayed, "held");

        Assert.Equal("cancelled", (await MoveAsync(delayed, "cancel"))["status"]);

        // What would have released it finds nothing.
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = true, channels = Array.Empty<string>(), serverId = "played", @override = true });
        await _app.Admin.WaitForStatusAsync(await _app.SendAsync("next@example.net"), "delayed");
        Assert.Equal("queued, sending, delayed, queued, held, cancelled", await _app.HistoryAsync(delayed));
        Assert.Empty(server.Deliveries);
    }

    /// <summary>People cancel from the newest, the worker sends from the oldest, and they meet in the middle.</summary>
    [Fact]
    public async Task Each_of_many_emails_is_cancelled_and_never_sent_or_sent_and_not_cancelled()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.Data, Play.Reply("354 go on").After(gate.Task)));
        await _app.SetUpAnnAsync(server);
        var ids = new List<string>();
        foreach (var i in Enumerable.Range(0, 120))
            ids.Add(await _app.SendAsync($"c{i}@example.net"));
        await server.WaitForSessionAsync(s => s.Verbs.Contains("DATA"));

        Assert.Equal("not-cancellable", (await MoveAsync(ids[0], "cancel")).Code);
        var last = await MoveAsync(ids[^1], "cancel");
        gate.SetResult();
        var answers = new Dictionary<string, ApiAnswer> { [ids[^1]] = last };
        foreach (var chunk in ids.AsEnumerable().Reverse().Skip(1).Chunk(3))
        {
            foreach (var (id, answer) in chunk.Zip(await Task.WhenAll(chunk.Select(id => MoveAsync(id, "cancel")))))
                answers[id] = answer;
        }

        foreach (var (id, answer) in answers)
            await _app.Admin.WaitForStatusAsync(id, answer.Status == 200 ? "cancelled" : "sent");
        var sent = server.Deliveries.Select(d => Assert.Single(d.Recipients)).ToList();
        Assert.Equal(ids.Where(id => answers[id].Status != 200).Select(id => $"c{ids.IndexOf(id)}@example.net").Order(), sent.Order());
        Assert.All(answers.Values.Where(a => a.Status != 200), a => Assert.Equal("not-cancellable", a.Code));
        foreach (var id in ids)
            Assert.Equal(answers[id].Status == 200 ? "queued, cancelled" : "queued, sending, sent", await _app.HistoryAsync(id));
    }

    private async Task<(ScriptedSmtpServer Server, string Id)> UncertainAsync()
    {
        var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Close));
        await _app.SetUpAnnAsync(server);
        var id = await _app.SendAsync("maybe@example.net");
        await _app.Admin.WaitForStatusAsync(id, "uncertain");
        return (server, id);
    }

    private Task<ApiAnswer> MoveAsync(string id, string move, string body = "") => _app.Admin.PostAsync($"/v1/emails/{id}/{move}", body);

    private async Task<JsonArray> EventsAsync(string id) =>
        JsonNode.Parse((await _app.Admin.ReadAsync($"/v1/emails/{id}/events")).Text)!["items"]!.AsArray();
}
