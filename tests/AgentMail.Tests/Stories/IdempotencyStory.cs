using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>P2: a caller who repeats a request, in whatever hurry, gets one email and one answer.</summary>
public sealed class IdempotencyStory : IAsyncLifetime
{
    private const int Callers = 100;
    private const string Body = """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "subject": "Case 4711", "text": "Hello Bob"}""";
    private static readonly (string, string) Key = ("Idempotency-Key", "case-4711");

    private readonly AgentMailApp _app = new();
    private readonly ScriptedSmtpServer _server = ScriptedSmtpServer.Start();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await _app.SetUpAnnAsync(_server, new { maxConnections = 4 });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_equal_requests_at_once_are_one_email_and_have_one_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => _app.Admin.PostAsync("/v1/emails", Body, Key)));

        var first = Assert.Single(answers, a => !a.Headers.Contains("Idempotency-Replayed"));
        Assert.All(answers, a => Assert.Equal((202, first.Text, first.Headers.Location), (a.Status, a.Text, a.Headers.Location)));
        await _app.Admin.WaitForStatusAsync(first["id"]!, "sent");
        Assert.Equal(1, await SentOnceAllIsSentAsync());
    }

    [Fact]
    public async Task A_hundred_equal_batches_at_once_send_each_of_their_emails_once()
    {
        var batch = $$"""{"items": [{{Body}}, {{Body}}, {{Body.Replace("4711", "4712", StringComparison.Ordinal)}}]}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => _app.Admin.PostAsync("/v1/emails/batch", batch, Key)));

        Assert.All(answers, a => Assert.Equal(answers[0].Text, a.Text));
        var ids = answers[0].Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        foreach (var id in ids)
            await _app.Admin.WaitForStatusAsync(id, "sent");
        Assert.Equal(3, await SentOnceAllIsSentAsync());
    }

    [Fact]
    public async Task Of_two_bodies_that_meet_under_one_key_one_is_taken_and_the_other_refused()
    {
        var other = Body.Replace("Hello Bob", "Hello Bobby", StringComparison.Ordinal);

        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => _app.Admin.PostAsync("/v1/emails", i % 2 == 0 ? Body : other, Key)));

        var even = answers.Where((_, i) => i % 2 == 0).Select(a => a.Code ?? a["id"]).Distinct();
        var odd = answers.Where((_, i) => i % 2 == 1).Select(a => a.Code ?? a["id"]).Distinct();
        var outcomes = even.Concat(odd).ToList();
        Assert.Equal(2, outcomes.Count);
        Assert.Single(outcomes, "idempotency-key-reused");
        Assert.Equal(1, await AcceptedAsync(_app.Admin));
    }

    [Fact]
    public async Task The_key_of_another_tenant_is_another_key()
    {
        var globex = await _app.OtherTenantAsync("globex");
        await globex.PutAsync("/v1/agents/ann", new { displayName = "Another Ann", enabled = true });
        await globex.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@globex.example" });

        var ours = await _app.Admin.PostAsync("/v1/emails", Body, Key);
        var theirs = await globex.PostAsync("/v1/emails", Body.Replace("Bob", "Eve", StringComparison.Ordinal), Key);

        Assert.Equal((202, 202), (ours.Status, theirs.Status));
        Assert.NotEqual(ours["id"], theirs["id"]);
        Assert.Equal((1, 1), (await AcceptedAsync(_app.Admin), await AcceptedAsync(globex)));
    }

    [Fact]
    public async Task A_request_that_was_refused_does_not_use_its_key_up()
    {
        var unknown = await _app.Admin.PostAsync("/v1/emails", Body.Replace("\"ann\"", "\"nobody\"", StringComparison.Ordinal), Key);
        var mended = await _app.Admin.PostAsync("/v1/emails", Body, Key);

        Assert.Equal(("identity-not-found", 202), (unknown.Code, mended.Status));
    }

    /// <summary>A later email on the same lane has passed whatever waited there before.</summary>
    private async Task<int> SentOnceAllIsSentAsync()
    {
        var last = await _app.SendAsync("last@example.net");
        await _app.Admin.WaitForStatusAsync(last, "sent");
        Assert.Equal(_server.Deliveries.Count, await AcceptedAsync(_app.Admin));
        return _server.Deliveries.Count(d => d.Recipients.Contains("bob@example.net"));
    }

    private static async Task<int> AcceptedAsync(HttpClient client) =>
        (await client.ReadAsync("/v1/emails?limit=200")).Body.GetProperty("items").EnumerateArray().Count(e => e.ValueKind == JsonValueKind.Object);
}
