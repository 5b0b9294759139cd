using System.Text.Json;
using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories.Api;

/// <summary>R15: who changed what, and when, as an admin reads it.</summary>
public sealed class AuditStory : IAsyncLifetime
{
    private const string Password = "p4ss-w0rd-nobody-sees";

    private readonly AgentMailApp _app = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_change_leaves_its_entry_the_newest_first()
    {
        var before = (await TrailAsync()).Count;
        await _app.Admin.PutAsync("/v1/tenant", new { name = "Acme", timeZone = "Europe/Berlin" });
        await _app.Admin.PutAsync("/v1/servers/own", new { name = "Own", host = "smtp.acme.example", fromAddress = "relay@acme.example", password = Password, isDefault = true });
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", new { name = "Formal", html = "<p>Ann</p>" });
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann Archer", channels = new[] { "support", "sales" } });
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example", defaultFrom = "channel:support", defaultSignatureId = "formal" });
        await _app.Admin.RemoveAsync("/v1/agents/ann/signatures/formal");
        await _app.Admin.RemoveAsync("/v1/channels/support");
        var key = await _app.Admin.PostAsync("/v1/api-keys", """{"name": "CRM", "role": "sender"}""");
        await _app.Admin.RemoveAsync($"/v1/api-keys/{key["id"]}");

        var trail = await TrailAsync();

        Assert.Equal(
            [
                $"removed /v1/api-keys/{key["id"]}:",
                $"created /v1/api-keys/{key["id"]}: name role",
                "changed /v1/agents/ann/profile: defaultFrom",
                "changed /v1/agents/ann: channels",
                "removed /v1/channels/support:",
                "changed /v1/agents/ann/profile: defaultSignatureId",
                "removed /v1/agents/ann/signatures/formal:",
                "changed /v1/agents/ann/profile: defaultFrom defaultSignatureId",
                "changed /v1/agents/ann: channels displayName",
                "created /v1/agents/ann/signatures/formal: html name",
                "changed /v1/servers/sandbox: isDefault",
                "created /v1/servers/own: authentication fromAddress host isDefault kind name password port security",
                "changed /v1/tenant: name timeZone",
            ],
            trail.Take(trail.Count - before));
        var newest = (await EntriesAsync("?limit=1"))[0];
        Assert.Equal("""{"keyId":"admin","keyName":"First admin key","role":"admin","agentId":null}""", newest.GetProperty("actor").GetRawText());
        Assert.Equal(JsonValueKind.Null, newest.GetProperty("version").ValueKind);
        Assert.Matches("^au_[0-9a-z]{26}$", newest.GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_agents_own_change_names_the_agents_key()
    {
        var key = await _app.Admin.PostAsync("/v1/api-keys", """{"name": "Ann's pages", "role": "agent", "agentId": "ann"}""");

        var saved = await _app.ClientOf(key["key"]).PutAsync("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example", "interactionSound": "knock"}""");

        var entry = Assert.Single(await EntriesAsync($"?keyId={key["id"]}"));
        Assert.Equal("changed /v1/agents/ann/profile: interactionSound", Line(entry));
        Assert.Equal(saved.Body.GetProperty("version").GetInt64(), entry.GetProperty("version").GetInt64());
        Assert.Equal($$"""{"keyId":"{{key["id"]}}","keyName":"Ann's pages","role":"agent","agentId":"ann"}""", System.Text.RegularExpressions.Regex.Unescape(entry.GetProperty("actor").GetRawText()));
    }

    [Fact]
    public async Task A_save_that_changes_nothing_has_an_entry_without_fields_and_a_refused_one_has_none()
    {
        const string Path = "/v1/channels/support";
        var before = (await EntriesAsync()).Count;
        var saved = await _app.Admin.PutAsync(Path, """{"name": "Support", "address": "support@acme.example"}""");
        await _app.Admin.PutAsync(Path, """{"name": "Support", "address": "x"}""");
        await _app.Admin.PutAsync(Path, """{"name": "Support", "address": "support@acme.example", "serverId": "none-such"}""");
        await _app.Admin.PutAsync(Path, """{"name": "Support", "address": "support@acme.example"}""", ("If-Match", "\"1\""));

        var entries = await EntriesAsync();

        Assert.Equal(before + 1, entries.Count);
        Assert.Equal($"changed {Path}:", Line(entries[0]));
        Assert.Equal(saved.Body.GetProperty("version").GetInt64(), entries[0].GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task No_secret_is_in_the_trail()
    {
        await _app.Admin.PutAsync("/v1/servers/own", $$"""{"name": "S", "host": "h", "fromAddress": "s@acme.example", "password": "{{Password}}"}""");
        await _app.Admin.PutAsync("/v1/channels/support", $$"""{"name": "S", "address": "s@acme.example", "password": "{{Password}}"}""");
        await _app.Admin.PutAsync("/v1/agents/ann/profile", $$"""{"workplaceEmail": "ann@acme.example", "emailPassword": "{{Password}}"}""");
        var key = await _app.Admin.PostAsync("/v1/api-keys", """{"name": "CRM", "role": "sender"}""");

        await using var db = _app.Services.GetRequiredService<Database>().Read();
        var table = JsonSerializer.Serialize(await db.AuditEntries.ToListAsync(Cancellation));
        string?[] secrets =
        [
            Password, key["key"], AgentMailApp.AdminKey, await db.Servers.Where(s => s.Id == "own").Select(s => s.SealedPassword).SingleAsync(Cancellation),
            await db.Channels.Where(c => c.Id == "support").Select(c => c.SealedPassword).SingleAsync(Cancellation),
            await db.Profiles.Where(p => p.AgentId == "ann").Select(p => p.SealedEmailPassword).SingleAsync(Cancellation),
            .. await db.ApiKeys.Select(k => k.Hash).ToListAsync(Cancellation),
        ];
        var answer = (await _app.Admin.ReadAsync("/v1/audit?limit=200")).Text;
        Assert.Equal(["changed /v1/agents/ann/profile: emailPassword", "changed /v1/channels/support: address name password"], (await TrailAsync()).Skip(1).Take(2));
        Assert.All(secrets, secret => Assert.True(secret!.Length > 4 && !table.Contains(secret, StringComparison.Ordinal) && !answer.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tenants_do_not_see_each_others_trails_and_the_operator_begins_them()
    {
        var other = await _app.OtherTenantAsync("other");

        var begin = (await other.ReadAsync("/v1/audit")).Body.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["/v1/tenant", "/v1/servers/sandbox", "/v1/api-keys/admin"], begin.Select(e => e.GetProperty("resource").GetString()));
        Assert.All(begin, e => Assert.Equal("""{"keyId":null,"keyName":"operator","role":null,"agentId":null}""", e.GetProperty("actor").GetRawText()));
        Assert.Equal("first start", (await EntriesAsync())[^1].GetProperty("actor").GetProperty("keyName").GetString());
        await other.PutAsync("/v1/agents/ann", new { displayName = "Other Ann" });
        Assert.DoesNotContain("other", (await _app.Admin.ReadAsync("/v1/audit?limit=200")).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_trail_is_read_by_resource_by_time_and_page_by_page()
    {
        foreach (var id in new[] { "Ann", "ann.b", "ann_b" })
            await _app.Admin.PutAsync($"/v1/agents/{id}", new { displayName = "Another" });
        Assert.Equal(["changed /v1/agents/ann/profile: workplaceEmail", "created /v1/agents/ann: channels displayName enabled"], await TrailAsync("?resource=/v1/agents/ann"));
        Assert.Equal(["changed /v1/agents/ann/profile: workplaceEmail"], await TrailAsync("?resource=/v1/agents/ann/profile/"));
        Assert.Equal(7, (await TrailAsync("?resource=/v1/agents")).Count);

        var all = await EntriesAsync();
        var (newest, middle) = (all[0], all[all.Count / 2].GetProperty("at").GetDateTimeOffset());
        Assert.Empty(await EntriesAsync($"?since={Escape(newest.GetProperty("at").GetDateTimeOffset().AddSeconds(1))}"));
        Assert.Equal(all.Count, (await EntriesAsync($"?since={Escape(middle)}")).Count + (await EntriesAsync($"?until={Escape(middle)}")).Count);

        var (pages, cursor) = (new List<string>(), "");
        do
        {
            var page = (await _app.Admin.ReadAsync("/v1/audit?limit=3" + cursor)).Body;
            pages.AddRange(page.GetProperty("items").EnumerateArray().Select(Line));
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? "&cursor=" + next : null;
        }
        while (cursor is not null);
        Assert.Equal(all.Select(Line), pages);
    }

    [Theory]
    [InlineData("?resource=agents", "/resource invalid-format")]
    [InlineData("?resource=/v1/a%0Ab", "/resource invalid-format")]
    [InlineData("?keyId=a%20b&since=x&until=y", "/keyId invalid-format", "/since invalid-format", "/until invalid-format")]
    public async Task A_wrong_filter_is_named(string query, params string[] errors) => Assert.Equal(errors, (await _app.Admin.ReadAsync("/v1/audit" + query)).Errors);

    private async Task<IReadOnlyList<string>> TrailAsync(string query = "?limit=200") => [.. (await EntriesAsync(query)).Select(Line)];

    private async Task<IReadOnlyList<JsonElement>> EntriesAsync(string query = "?limit=200") =>
        [.. (await _app.Admin.ReadAsync("/v1/audit" + query)).Body.GetProperty("items").EnumerateArray()];

    private static string Escape(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O"));

    private static string Line(JsonElement entry) =>
        $"{entry.GetProperty("action")} {entry.GetProperty("resource")}: {string.Join(' ', entry.GetProperty("fields").EnumerateArray())}".TrimEnd();
}
