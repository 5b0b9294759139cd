using System.Text;
using System.Text.Json;
using AgentMail.Core.Hosting;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentMail.Tests.Stories.Api;

/// <summary>Webhooks over HTTP: kept like other configuration, their secret shown once, and all that is told of to be followed.</summary>
public sealed class WebhooksStory : IAsyncLifetime
{
    private const string Path = "/v1/webhooks/crm";

    // Nobody listens there, so deliveries wait.
    private static readonly string Url = $"http://127.0.0.1:{Loopback.FreePort()}/hooks";

    private readonly AgentMailApp _app = new AgentMailApp().With("Logging:LogLevel:Default", "Debug").With("Logging:Console:LogLevel:Default", "None");
    private readonly Said _said = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_said);
        await AcmeTenant.SetUpAsync(_app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _said.Dispose();
    }

    [Fact]
    public async Task A_webhook_is_created_replaced_listed_and_removed()
    {
        var created = await SaveAsync();
        Assert.Equal(201, created.Status);
        Assert.Equal(Path, created.Headers.Location!.ToString());
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", created["secret"]!);
        var tag = created.Headers.ETag!.Tag;

        var replaced = await SaveAsync("""["identity.*", "email.sent"]""", enabled: false, ("If-Match", tag));
        Assert.Equal(200, replaced.Status);
        Assert.False(replaced.Body.TryGetProperty("secret", out _));
        Assert.Equal("precondition-failed", (await SaveAsync("""["*"]""", true, ("If-Match", tag))).Code);
        Assert.Equal("precondition-failed", (await _app.Admin.PutAsync("/v1/webhooks/other", """{"url": "https://crm.example.com", "types": ["*"]}""", ("If-Match", "*"))).Code);

        var read = await _app.Admin.ReadAsync(Path);
        Assert.Equal(replaced.Text, read.Text);
        Assert.Equal(replaced.Headers.ETag!.Tag, read.Headers.ETag!.Tag);
        Assert.Equal($$"""{"id":"crm","url":"{{Url}}","types":["identity.*","email.sent"],"enabled":false,"disabledReason":null,"health":{"failingSince":null,"failures":0,"pausedUntil":null},"pending":0,"previousSecretUntil":null""", read.Text[..read.Text.IndexOf(",\"createdAt", StringComparison.Ordinal)]);
        Assert.Equal("crm", (await _app.Admin.ReadAsync("/v1/webhooks")).Body.GetProperty("items")[0].GetProperty("id").GetString());

        Assert.Equal(204, (await _app.Admin.RemoveAsync(Path)).Status);
        Assert.Equal("not-found", (await _app.Admin.ReadAsync(Path)).Code);
        Assert.Equal("not-found", (await _app.Admin.RemoveAsync(Path)).Code);
        Assert.Equal("not-found", (await _app.Admin.PostAsync(Path + "/rotate", "")).Code);
        Assert.Equal("not-found", (await _app.Admin.PostAsync(Path + "/test", "")).Code);
        Assert.Equal("not-found", (await _app.Admin.ReadAsync(Path + "/deliveries")).Code);
    }

    [Fact]
    public async Task Whoever_does_not_wait_is_shown_the_secret_all_the_same()
    {
        var pending = await SaveAsync("""["*"]""", true, ("Prefer", "respond-async"));
        Assert.Equal(202, pending.Status);
        Assert.StartsWith("whsec_", pending["secret"], StringComparison.Ordinal);
        await AppliedAsync(pending);

        var again = await SaveAsync("""["email.*"]""", true, ("Prefer", "respond-async"));
        Assert.False(again.Body.TryGetProperty("secret", out _));
        await AppliedAsync(again);

        var rotated = await _app.Admin.PostAsync(Path + "/rotate", "", ("Prefer", "respond-async"));
        Assert.Equal(202, rotated.Status);
        Assert.NotEqual(pending["secret"], rotated["secret"]);
        await AppliedAsync(rotated);
    }

    [Fact]
    public async Task A_rotation_shows_the_new_secret_and_until_when_the_former_signs_too()
    {
        var first = (await SaveAsync())["secret"];

        var second = await _app.Admin.PostAsync(Path + "/rotate", "");
        Assert.Equal(200, second.Status);
        Assert.NotEqual(first, second["secret"]);
        Assert.InRange(second.Body.GetProperty("previousSecretUntil").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        Assert.NotNull((await _app.Admin.ReadAsync(Path))["previousSecretUntil"]);

        var third = await _app.Admin.PostAsync(Path + "/rotate", """{"previousValidForHours": 0}""");
        Assert.Null(third["previousSecretUntil"]);
        Assert.Equal(["/previousValidForHours out-of-range"], (await _app.Admin.PostAsync(Path + "/rotate", """{"previousValidForHours": 169}""")).Errors);
        Assert.Equal(["/previousValidForHours out-of-range"], (await _app.Admin.PostAsync(Path + "/rotate", """{"previousValidForHours": -1}""")).Errors);
        Assert.Equal("precondition-failed", (await _app.Admin.PostAsync(Path + "/rotate", "", ("If-Match", second.Headers.ETag!.Tag))).Code);
    }

    [Fact]
    public async Task The_secret_is_found_nowhere_but_in_the_answer_that_made_it()
    {
        var secrets = new List<string> { (await SaveAsync())["secret"]!, (await _app.Admin.PostAsync(Path + "/rotate", ""))["secret"]! };
        var pending = await _app.Admin.PostAsync(Path + "/rotate", "", ("Prefer", "respond-async"));
        secrets.Add(pending["secret"]!);
        await AppliedAsync(pending);
        await _app.Admin.PostAsync(Path + "/test", "");
        await AcmeTenant.SendAsync(_app.Admin, AcmeTenant.Mail("ann"));
        await Eventually.BecomesAsync(DeliveriesAsync, list => list.Count > 2);

        var found = new StringBuilder(_said.ToString());
        foreach (var path in new[] { Path, "/v1/webhooks", Path + "/deliveries", "/v1/audit", "/v1/events", "/v1/operations/" + pending["operationId"] })
            found.Append((await _app.Admin.ReadAsync(path)).Text);
        foreach (var file in Directory.EnumerateFiles(_app.Services.GetRequiredService<IOptions<AgentMailOptions>>().Value.DataDirectory))
            found.Append(await ContentAsync(file));

        var all = found.ToString();
        Assert.Contains("save-webhook", all, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret["whsec_".Length..], all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_change_is_in_the_audit_trail_under_the_webhook()
    {
        await SaveAsync();
        await SaveAsync("""["*"]""");
        await _app.Admin.PostAsync(Path + "/rotate", "");
        await _app.Admin.RemoveAsync(Path);

        var entries = (await _app.Admin.ReadAsync("/v1/audit?resource=" + Path)).Body.GetProperty("items").EnumerateArray()
            .Select(e => $"{e.GetProperty("action").GetString()} {string.Join(' ', e.GetProperty("fields").EnumerateArray().Select(f => f.GetString()))}".TrimEnd());

        Assert.Equal(["removed", "changed secret", "changed types", "created enabled secret types url"], entries);
    }

    [Theory]
    [InlineData("""{"types": ["*"]}""", "/url required")]
    [InlineData("""{"url": "https://crm.example.com"}""", "/types required")]
    [InlineData("""{"url": "https://crm.example.com", "types": []}""", "/types required")]
    [InlineData("""{"url": "https://crm.example.com", "types": "email.*"}""", "/types invalid-format")]
    [InlineData("""{"url": "https://crm.example.com", "types": ["email.sent", "email.lost"]}""", "/types/1 not-allowed")]
    [InlineData("""{"url": "https://crm.example.com", "types": ["email.sent", "email.sent"]}""", "/types/1 duplicate")]
    [InlineData("""{"url": "https://crm.example.com", "types": [null]}""", "/types/0 required")]
    [InlineData("""{"url": "https://crm.example.com", "types": ["*"], "secret": "whsec_mine"}""", "/secret unknown")]
    [InlineData("""{"url": "https://crm.example.com", "types": ["*"], "enabled": "yes"}""", "/enabled invalid-format")]
    [InlineData("""{"url": "", "types": ["*"]}""", "/url required")]
    [InlineData("""{"url": "crm.example.com/hooks", "types": ["*"]}""", "/url invalid-format")]
    [InlineData("""{"url": "ftp://crm.example.com", "types": ["*"]}""", "/url not-allowed")]
    [InlineData("""{"url": "https://ann:secret@crm.example.com", "types": ["*"]}""", "/url not-allowed")]
    [InlineData("""{"url": "https://crm.example.com/\r\nX: 1", "types": ["*"]}""", "/url control-character")]
    [InlineData("""{"url": "https://crm.example.com#part", "types": ["nothing"]}""", "/url not-allowed", "/types/0 not-allowed")]
    public async Task Wrong_input_names_its_member_and_stores_nothing(string body, params string[] errors)
    {
        var answer = await _app.Admin.PutAsync(Path, body);

        Assert.Equal("validation", answer.Code);
        Assert.Equal(errors, answer.Errors);
        Assert.DoesNotContain("ann:secret", answer.Text, StringComparison.Ordinal);
        Assert.Equal("not-found", (await _app.Admin.ReadAsync(Path)).Code);
    }

    [Fact]
    public async Task Lists_and_lengths_are_bounded_and_a_wrong_type_is_told_what_there_is()
    {
        var types = JsonSerializer.Serialize(Enumerable.Repeat("email.sent", 21));
        Assert.Contains("/types too-many", (await SaveAsync(types)).Errors);
        var longest = "https://crm.example.com/" + new string('x', 2_024);
        Assert.Equal(["/url too-long"], (await _app.Admin.PutAsync(Path, $$"""{"url": "{{longest}}x", "types": ["*"]}""")).Errors);
        Assert.Equal(201, (await _app.Admin.PutAsync(Path, $$"""{"url": "{{longest}}", "types": ["*"]}""")).Status);

        Assert.Contains("There are *, email.*, identity.*, profile.*, channel.*, server.*, email.scheduled", (await SaveAsync("""["mail"]""")).Text, StringComparison.Ordinal);
        Assert.Equal(["/id invalid-format"], (await _app.Admin.PutAsync("/v1/webhooks/no%20id", """{"url": "https://crm.example.com", "types": ["*"]}""")).Errors);
    }

    [Fact]
    public async Task What_happens_is_written_down_for_the_endpoint_and_can_be_followed_page_by_page()
    {
        await SaveAsync("""["email.*"]""");
        var emailId = await AcmeTenant.SendAsync(_app.Admin, AcmeTenant.Mail("ann"));

        var deliveries = await Eventually.BecomesAsync(DeliveriesAsync, list => list.Count == 3);
        var events = (await _app.Admin.ReadAsync($"/v1/emails/{emailId}/events")).Body.GetProperty("items").EnumerateArray().Select(e => $"{e.GetProperty("id")} {e.GetProperty("type")}");

        Assert.Equal(events.Reverse(), deliveries.Select(d => $"{d.GetProperty("eventId")} {d.GetProperty("type")}"));
        Assert.All(deliveries, d => Assert.Equal((emailId, "pending"), (d.GetProperty("emailId").GetString(), d.GetProperty("status").GetString())));
        Assert.Equal(3, (await _app.Admin.ReadAsync(Path)).Body.GetProperty("pending").GetInt32());

        var first = await _app.Admin.ReadAsync(Path + "/deliveries?limit=2&status=pending");
        var rest = await _app.Admin.ReadAsync($"{Path}/deliveries?limit=2&status=pending&cursor={first["nextCursor"]}");
        Assert.Equal((2, 1), (first.Body.GetProperty("items").GetArrayLength(), rest.Body.GetProperty("items").GetArrayLength()));
        Assert.Null(rest["nextCursor"]);
        Assert.Equal(0, (await _app.Admin.ReadAsync(Path + "/deliveries?status=delivered")).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_test_and_a_replay_are_taken_in_and_a_disabled_webhook_takes_neither()
    {
        await SaveAsync("""["server.updated"]""");

        var test = await _app.Admin.PostAsync(Path + "/test", "");
        Assert.Equal(202, test.Status);
        Assert.Equal(("webhook.test", "pending"), (test["type"], test["status"]));
        Assert.Equal(test["id"], (await DeliveriesAsync()).Single().GetProperty("id").GetString());

        var replay = await _app.Admin.PostAsync($"{Path}/deliveries/{test["id"]}/replay", "");
        Assert.Equal((202, test["eventId"]), (replay.Status, replay["eventId"]));
        Assert.Equal("not-found", (await _app.Admin.PostAsync(Path + "/deliveries/whd_none/replay", "")).Code);
        Assert.Equal("not-found", (await _app.Admin.PostAsync(Path + "/deliveries/no%20id/replay", "")).Code);

        await SaveAsync(enabled: false);
        Assert.Equal("conflict", (await _app.Admin.PostAsync(Path + "/test", "")).Code);
        Assert.Equal("conflict", (await _app.Admin.PostAsync($"{Path}/deliveries/{test["id"]}/replay", "")).Code);
    }

    [Fact]
    public async Task A_removed_tenant_leaves_none_of_it_behind()
    {
        var globex = await _app.OtherTenantAsync("globex");
        Assert.Equal(201, (await globex.PutAsync(Path, $$"""{"url": "{{Url}}", "types": ["*"]}""")).Status);
        Assert.Equal(202, (await globex.PostAsync(Path + "/test", "")).Status);

        await _app.Operator.RemoveAsync("/v1/tenants/globex");

        await Eventually.BecomesAsync(
            async () =>
            {
                await using var db = _app.Services.GetRequiredService<AgentMail.Core.Storage.Database>().Read();
                return (db.Webhooks.Count(), db.WebhookDeliveries.Count(), db.WebhookLanes.Count());
            }, left => left is (0, 0, 0));
    }

    private Task<ApiAnswer> SaveAsync(string types = """["email.*"]""", bool enabled = true, params (string Name, string Value)[] headers) =>
        _app.Admin.PutAsync(Path, $$"""{"url": "{{Url}}", "types": {{types}}, "enabled": {{(enabled ? "true" : "false")}}}""", headers);

    private Task AppliedAsync(ApiAnswer pending) =>
        Eventually.BecomesAsync(() => _app.Admin.ReadAsync($"/v1/operations/{pending["operationId"]}"), o => o["status"] == "applied");

    private async Task<List<JsonElement>> DeliveriesAsync() => [.. (await _app.Admin.ReadAsync(Path + "/deliveries")).Body.GetProperty("items").EnumerateArray()];

    private static async Task<string> ContentAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Everything that was logged.</summary>
    private sealed class Said : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text)
                _text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
        }

        public override string ToString()
        {
            lock (_text)
                return _text.ToString();
        }

        public void Dispose()
        {
        }
    }
}
