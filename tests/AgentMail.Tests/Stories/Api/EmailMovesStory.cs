using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>What people may do with an accepted email, asked over HTTP: when, by whom, and what they are told when not.</summary>
public sealed class EmailMovesStory : IAsyncLifetime
{
    private static readonly string Tomorrow = At(TimeSpan.FromDays(1));

    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_scheduled_email_can_be_taken_back_once()
    {
        var id = await ScheduleAsync();

        var cancelled = await CancelAsync(_app.Admin, id);
        var again = await CancelAsync(_app.Admin, id);

        Assert.Equal((200, "cancelled"), (cancelled.Status, cancelled["status"]));
        Assert.Equal("cancelled", cancelled.Body.GetProperty("recipients")[0].GetProperty("status").GetString());
        Assert.Equal((409, "not-cancellable"), (again.Status, again.Code));
        Assert.Contains("The email is cancelled", again["detail"], StringComparison.Ordinal);
        Assert.Equal("scheduled, cancelled", await _app.HistoryAsync(id));
        Assert.Contains(id, (await _app.Admin.ReadAsync("/v1/emails?status=cancelled")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_email_can_be_put_off_and_then_sent_at_once()
    {
        var (id, later) = (await ScheduleAsync(), At(TimeSpan.FromDays(2)));

        var moved = await PatchAsync(_app.Admin, id, $$"""{"scheduledAt": "{{later}}"}""");
        Assert.Equal($"200 scheduled {later} {later}", $"{moved.Status} {moved["status"]} {moved["scheduledAt"]} {moved["nextAttemptAt"]}");
        Assert.Equal((200, "queued"), await PatchAsync(_app.Admin, id, """{"scheduledAt": null}""") is var now ? (now.Status, now["status"]) : default);

        await _app.Admin.WaitForStatusAsync(id, "sent");
        Assert.Equal("scheduled, scheduled, queued, sending, sent", await _app.HistoryAsync(id));
        var late = await PatchAsync(_app.Admin, id, $$"""{"scheduledAt": "{{later}}"}""");
        Assert.Equal((409, "conflict"), (late.Status, late.Code));
        Assert.Contains("The email is sent, and only a scheduled one can be given another time.", late["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "/scheduledAt required")]
    [InlineData("""{"scheduledAt": "tomorrow"}""", "/scheduledAt invalid-format")]
    [InlineData("""{"scheduledAt": "9999-01-01T00:00:00Z"}""", "/scheduledAt out-of-range")]
    [InlineData("""{"scheduledAt": null, "subject": "Other"}""", "/subject unknown")]
    public async Task A_wrong_time_is_refused_as_in_a_send(string body, string error)
    {
        var id = await ScheduleAsync();

        Assert.Equal([error], (await PatchAsync(_app.Admin, id, body)).Errors);
        Assert.Equal("scheduled", await _app.HistoryAsync(id));
    }

    [Theory]
    [InlineData("""{}""", "/as required")]
    [InlineData("""{"as": "lost"}""", "/as not-allowed")]
    [InlineData("""{"as": "sent", "force": true}""", "/force unknown")]
    public async Task A_wrong_resolution_names_its_member(string body, string error) =>
        Assert.Equal([error], (await _app.Admin.PostAsync($"/v1/emails/{await ScheduleAsync()}/resolve", body)).Errors);

    [Fact]
    public async Task What_the_status_does_not_allow_is_409_and_changes_nothing()
    {
        var id = await AcmeTenant.SendAsync(_app.Admin, AcmeTenant.Mail("ann"));
        await _app.Admin.WaitForStatusAsync(id, "sent");

        Assert.Equal("not-cancellable", (await CancelAsync(_app.Admin, id)).Code);
        Assert.Equal("conflict", (await _app.Admin.PostAsync($"/v1/emails/{id}/retry", "")).Code);
        Assert.Equal("not-uncertain", (await _app.Admin.PostAsync($"/v1/emails/{id}/resolve", """{"as": "resend"}""")).Code);
        Assert.Equal("queued, sending, sent", await _app.HistoryAsync(id));
        Assert.Equal("not-found", (await CancelAsync(_app.Admin, "em_00000000000000000000000000")).Code);
    }

    [Fact]
    public async Task A_repeated_send_gets_its_first_answer_whatever_was_done_to_the_email_since()
    {
        var (body, key) = (AcmeTenant.Mail("ann", $", \"scheduledAt\": \"{Tomorrow}\""), ("Idempotency-Key", "case-1"));
        var first = await _app.Admin.PostAsync("/v1/emails", body, key);
        await PatchAsync(_app.Admin, first["id"]!, """{"scheduledAt": null}""");
        await _app.Admin.WaitForStatusAsync(first["id"]!, "sent");

        Assert.Equal(first.Text, (await _app.Admin.PostAsync("/v1/emails", body, key)).Text);
    }

    [Fact]
    public async Task The_crm_moves_everything_and_an_agent_what_it_wrote()
    {
        var (crm, ann, ben) = (await _app.ClientAsync("sender"), await _app.ClientAsync("agent", "ann"), await _app.ClientAsync("agent", "ben"));
        var own = await ScheduleAsync();
        var support = await ScheduleAsync("""{"sender": {"channelId": "support"}, """);
        var through = await ScheduleAsync("""{"sender": {"agentId": "ann", "channelId": "support"}, """);

        Assert.Equal("forbidden", (await CancelAsync(ben, own)).Code);
        Assert.Equal("forbidden", (await PatchAsync(ben, own, """{"scheduledAt": null}""")).Code);
        Assert.Equal("forbidden", (await CancelAsync(ann, support)).Code);
        Assert.Equal(["scheduled", "scheduled"], [await _app.HistoryAsync(own), await _app.HistoryAsync(support)]);

        Assert.Equal(200, (await CancelAsync(ann, own)).Status);
        Assert.Equal(200, (await CancelAsync(ann, through)).Status);
        Assert.Equal(200, (await CancelAsync(crm, support)).Status);
    }

    [Fact]
    public async Task The_event_says_which_key_asked_and_not_the_key()
    {
        var id = await ScheduleAsync();
        var key = await _app.Admin.PostAsync("/v1/api-keys", """{"name": "CRM", "role": "sender"}""");
        await CancelAsync(_app.ClientOf(key["key"]), id);

        var events = await _app.Admin.ReadAsync($"/v1/emails/{id}/events");
        var by = events.Body.GetProperty("items")[1].GetProperty("data").GetProperty("by");
        Assert.Equal(("cancel", key["id"]), (by.GetProperty("action").GetString(), by.GetProperty("keyId").GetString()));
        Assert.DoesNotContain(key["key"]!, events.Text, StringComparison.Ordinal);
    }

    /// <summary>Those of a body that changes an email; the others are pressed on a fresh installation.</summary>
    [Fact]
    public async Task The_examples_of_the_document_can_be_read()
    {
        var routes = (await ServedRoute.AllAsync(_app)).Where(r => r.Example is not null && r.Path.StartsWith("/v1/emails/{id}", StringComparison.Ordinal)).ToList();
        var codes = new List<string>();
        foreach (var route in routes)
        {
            var answer = await route.CallAsync(_app.Admin, route.Fill(("id", await ScheduleAsync())));
            codes.Add($"{route.Method} {answer.Status} {answer.Code}".Trim());
        }

        Assert.Equal(["PATCH 200", "POST 409 not-uncertain"], codes);
    }

    private static string At(TimeSpan ahead) =>
        JsonSerializer.Serialize(new DateTimeOffset(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero) + ahead)
            .Trim('"').Replace("+00:00", ".000Z", StringComparison.Ordinal);

    private Task<string> ScheduleAsync(string sender = """{"sender": {"agentId": "ann"}, """) =>
        AcmeTenant.SendAsync(_app.Admin, sender + $"\"to\": [\"bob@example.net\"], \"text\": \"x\", \"scheduledAt\": \"{Tomorrow}\"}}");

    private static Task<ApiAnswer> CancelAsync(HttpClient client, string id) => client.CallAsync(HttpMethod.Post, $"/v1/emails/{id}/cancel", body: null);

    private static Task<ApiAnswer> PatchAsync(HttpClient client, string id, string json) =>
        client.CallAsync(HttpMethod.Patch, $"/v1/emails/{id}", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
}
