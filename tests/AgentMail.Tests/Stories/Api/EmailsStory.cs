using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>Sending over HTTP: accepted once, alone or in a batch, and to be found again.</summary>
public sealed class EmailsStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_email_is_accepted_sent_and_shown()
    {
        var crm = await _app.ClientAsync("sender");
        var accepted = await crm.PostAsync("/v1/emails", """
            {"sender": {"agentId": "ann", "channelId": "support"}, "to": ["bob@example.net", {"name": "Cy", "address": "cy@example.net"}], "bcc": ["dee@example.net"],
             "subject": "Grüße", "html": "<p>Hi</p>", "metadata": {"case": "4711"}, "tags": ["case"]}
            """);
        Assert.Equal(202, accepted.Status);
        Assert.Equal($"/v1/emails/{accepted["id"]}", accepted.Headers.Location!.ToString());
        Assert.Equal("queued support@acme.example", $"{accepted["status"]} {accepted["from"]}");

        var email = (await Eventually.BecomesAsync(() => crm.ReadAsync($"/v1/emails/{accepted["id"]}"), e => e["status"] == "sent")).Body;
        var sender = email.GetProperty("sender");
        Assert.Equal("channel support ann support@acme.example sandbox", string.Join(' ', new[] { "kind", "id", "agentId", "address", "serverId" }.Select(m => sender.GetProperty(m).GetString())));
        Assert.Equal(["bob@example.net", "cy@example.net", "dee@example.net"], email.GetProperty("recipients").EnumerateArray().Select(r => r.GetProperty("address").GetString()!));
        Assert.Equal("Cy", email.GetProperty("to")[1].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, email.GetProperty("lastError").ValueKind);

        var types = (await crm.ReadAsync($"/v1/emails/{accepted["id"]}/events")).Body.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("type").GetString());
        Assert.Equal(["email.queued", "email.sending", "email.sent"], types);
        var raw = await crm.ReadAsync($"/v1/emails/{accepted["id"]}/raw");
        Assert.Contains("Content-Type: multipart/alternative", raw.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("dee@example.net", raw.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_key_sends_once()
    {
        var key = ("Idempotency-Key", "case-4711");
        var first = await _app.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann"), key);
        var again = await _app.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann"), key);
        var other = await _app.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ben"), key);

        Assert.Equal(first["id"], again["id"]);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal("idempotency-key-reused", other.Code);
        Assert.Equal("validation", (await _app.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann"), ("Idempotency-Key", new string('k', 257)))).Code);
        Assert.Single((await _app.Admin.ReadAsync("/v1/emails")).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_batch_accepts_each_on_its_own_and_may_be_repeated()
    {
        var batch = $$"""{"items": [{{AcmeTenant.Mail("ann")}}, {"sender": {"agentId": "ann"}, "to": ["bad"], "text": "x"}, 7, {{AcmeTenant.Mail("nobody")}}, {{AcmeTenant.Mail("ben")}}]}""";

        var first = (await _app.Admin.PostAsync("/v1/emails/batch", batch, ("Idempotency-Key", "b"))).Body.GetProperty("items").EnumerateArray().ToList();
        var again = (await _app.Admin.PostAsync("/v1/emails/batch", batch, ("Idempotency-Key", "b"))).Body.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal([202, 422, 422, 422, 202], first.Select(i => i.GetProperty("status").GetInt32()));
        Assert.Equal("/to/0", first[1].GetProperty("problem").GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal("identity-not-found", first[3].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(first[0].GetProperty("id").GetString(), again[0].GetProperty("id").GetString());
        Assert.Equal(first[4].GetProperty("id").GetString(), again[4].GetProperty("id").GetString());
        Assert.Equal(2, (await _app.Admin.ReadAsync("/v1/emails")).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Emails_are_found_by_what_is_known_of_them()
    {
        var ann = await AcmeTenant.SendAsync(_app.Admin, AcmeTenant.Mail("ann", ", \"tags\": [\"a\\\"b%\"]"));
        var ben = await AcmeTenant.SendAsync(_app.Admin, AcmeTenant.Mail("ben", ", \"cc\": [\"Eve@Example.NET\"]"));
        var support = await AcmeTenant.SendAsync(_app.Admin, """{"sender": {"channelId": "support"}, "to": ["x@y.example"], "text": "x"}""");

        Assert.Equal([support, ben, ann], await FindAsync(""));
        Assert.Equal([ann], await FindAsync("agentId=ann"));
        Assert.Equal([support], await FindAsync("channelId=support"));
        Assert.Equal([ben], await FindAsync("recipient=Eve@Example.NET"));
        Assert.Equal([ann], await FindAsync("tag=a%22b%25"));
        Assert.Empty(await FindAsync("tag=a"));
        Assert.Empty(await FindAsync("until=2020-01-01T00:00:00Z"));
        Assert.Equal(3, (await FindAsync("since=2020-01-01T00:00:00%2B02:00")).Count);
        await Eventually.BecomesAsync(() => FindAsync("status=sent"), found => found.Count == 3);
        Assert.Empty(await FindAsync("status=failed"));

        var page = (await _app.Admin.ReadAsync("/v1/emails?limit=2")).Body;
        Assert.Equal([ann], await FindAsync("limit=2&cursor=" + page.GetProperty("nextCursor").GetString()));
    }

    [Fact]
    public async Task Events_are_read_on_from_any_of_them()
    {
        var id = await AcmeTenant.SendAsync(_app.Admin, AcmeTenant.Mail("ann"));
        var all = (await Eventually.BecomesAsync(() => EventsAsync($"emailId={id}&type=email.*"), e => e.GetArrayLength() == 3)).EnumerateArray().ToList();

        Assert.Equal(all.Select(e => e.GetProperty("id").GetString()).Order(StringComparer.Ordinal), all.Select(e => e.GetProperty("id").GetString()));
        var rest = await EventsAsync($"emailId={id}&cursor={all[0].GetProperty("id").GetString()}");
        Assert.Equal([.. all.Skip(1).Select(e => e.GetRawText())], rest.EnumerateArray().Select(e => e.GetRawText()));
        Assert.Equal("email.sent", Assert.Single((await EventsAsync("type=email.sent")).EnumerateArray()).GetProperty("type").GetString());
        Assert.Equal(1, all[0].GetProperty("schemaVersion").GetInt32());
    }

    private async Task<IReadOnlyList<string>> FindAsync(string query)
    {
        var answer = await _app.Admin.ReadAsync($"/v1/emails?{query}");
        Assert.True(answer.Status == 200, answer.ToString());
        return [.. answer.Body.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()!)];
    }

    private async Task<JsonElement> EventsAsync(string query) => (await _app.Admin.ReadAsync($"/v1/events?{query}")).Body.GetProperty("items");
}
