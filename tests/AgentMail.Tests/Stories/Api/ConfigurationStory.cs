using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>Configuration and profiles: read back as saved, guarded by versions, secrets never shown.</summary>
public sealed class ConfigurationStory : IAsyncLifetime
{
    private const string Password = "p4ss-w0rd-nobody-sees";
    private const string PasswordMissing = "There is no email password configured for your email account.";

    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_server_is_created_replaced_and_removed()
    {
        const string Path = "/v1/servers/own";
        var created = await _app.Admin.PutAsync(Path, """{"name": "Own", "host": "smtp.acme.example", "fromAddress": "relay@acme.example"}""");
        Assert.Equal(201, created.Status);
        Assert.Equal(Path, created.Headers.Location!.ToString());
        Assert.Equal($"\"{created.Body.GetProperty("version")}\"", created.Headers.ETag!.Tag);
        Assert.Equal("starttls 587 password smtp", $"{created["security"]} {created.Body.GetProperty("port")} {created["authentication"]} {created["kind"]}");

        Assert.Equal(200, (await _app.Admin.PutAsync(Path, """{"name": "Own 2", "host": "smtp.acme.example", "fromAddress": "relay@acme.example"}""")).Status);
        Assert.Equal("Own 2", (await _app.Admin.ReadAsync(Path))["name"]);
        Assert.Equal(204, (await _app.Admin.RemoveAsync(Path)).Status);
        Assert.Equal("not-found", (await _app.Admin.ReadAsync(Path)).Code);
        Assert.Equal("not-found", (await _app.Admin.RemoveAsync(Path)).Code);
        Assert.Equal("conflict", (await _app.Admin.RemoveAsync("/v1/servers/sandbox")).Code);
    }

    [Fact]
    public async Task An_old_etag_is_refused()
    {
        const string Path = "/v1/channels/support";
        const string Body = """{"name": "Support 2", "address": "support@acme.example"}""";
        var tag = (await _app.Admin.ReadAsync(Path)).Headers.ETag!.Tag;

        Assert.Equal(200, (await _app.Admin.PutAsync(Path, Body, ("If-Match", tag))).Status);
        Assert.Equal("precondition-failed", (await _app.Admin.PutAsync(Path, Body, ("If-Match", tag))).Code);
        Assert.Equal("precondition-failed", (await _app.Admin.RemoveAsync(Path, ("If-Match", tag))).Code);
        Assert.Equal(200, (await _app.Admin.PutAsync(Path, Body, ("If-Match", "*"))).Status);
        Assert.Equal("precondition-failed", (await _app.Admin.PutAsync("/v1/channels/new", Body, ("If-Match", "*"))).Code);
        Assert.Equal("not-found", (await _app.Admin.ReadAsync("/v1/channels/new")).Code);
    }

    [Fact]
    public async Task A_caller_who_will_not_wait_gets_an_operation()
    {
        var pending = await _app.Admin.PutAsync("/v1/agents/cas", """{"displayName": "Cas"}""", ("Prefer", "respond-async"));
        Assert.Equal(202, pending.Status);
        Assert.Equal("respond-async", Assert.Single(pending.Headers.GetValues("Preference-Applied")));

        var location = pending.Headers.Location!.ToString();
        var applied = await Eventually.BecomesAsync(() => _app.Admin.ReadAsync(location), o => o["status"] == "applied");
        Assert.Equal("/v1/agents/cas", applied["resource"]);
        Assert.Equal(200, (await _app.Admin.ReadAsync("/v1/agents/cas")).Status);

        var refused = await _app.Admin.PutAsync("/v1/agents/dan", """{"displayName": "Dan", "serverId": "none-such"}""", ("Prefer", "respond-async"));
        var outcome = await Eventually.BecomesAsync(() => _app.Admin.ReadAsync(refused.Headers.Location!.ToString()), o => o["status"] == "refused");
        Assert.Equal("validation", outcome.Body.GetProperty("problem").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_profile_comes_back_as_it_was_saved()
    {
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", """{"name": "Formal", "html": "<p onclick=\"x()\">Ann</p><script>x()</script>"}""");
        var ann = await _app.ClientAsync("agent", "ann");

        var saved = await ann.PutAsync("/v1/agents/ann/profile", """
            {
              "workplaceEmail": " ann@acme.example ", "userId": "ann.login@acme.example", "emailPassword": "p", "dateFormat": "dd/MM/yyyy",
              "defaultSignatureId": "formal", "defaultFrom": "channel:support", "interactionSound": "knock"
            }
            """);

        Assert.Equal(200, saved.Status);
        var read = (await ann.ReadAsync("/v1/agents/ann/profile")).Body;
        Assert.Equal(saved.Text, read.GetRawText());
        Assert.Equal(
            "ann@acme.example ann.login@acme.example True dd/MM/yyyy formal channel:support knock",
            string.Join(' ', new[] { "workplaceEmail", "userId", "hasEmailPassword", "dateFormat", "defaultSignatureId", "defaultFrom", "interactionSound" }.Select(m => read.GetProperty(m).ToString())));
        var signature = await ann.ReadAsync("/v1/agents/ann/signatures/formal");
        Assert.Equal("<p>Ann</p> Ann True", $"{signature["html"]} {signature["text"]} {signature.Body.GetProperty("isDefault")}");
    }

    [Fact]
    public async Task A_missing_password_warns_in_the_agreed_words_and_only_with_override()
    {
        await _app.Admin.PutAsync("/v1/servers/own", """{"name": "Own", "host": "smtp.acme.example", "fromAddress": "relay@acme.example"}""");
        Assert.Equal("[]", await WarningsAsync());

        await _app.Admin.PutAsync("/v1/agents/ann", """{"displayName": "Ann", "serverId": "own", "override": true}""");
        Assert.Equal($$"""[{"code":"email_password_missing","message":"{{PasswordMissing}}"}]""", await WarningsAsync());
        var from = (await _app.Admin.ReadAsync("/v1/agents/ann/from-addresses")).Body.GetProperty("items")[0];
        Assert.False(from.GetProperty("canSend").GetBoolean());
        Assert.Equal(PasswordMissing, from.GetProperty("reason").GetProperty("message").GetString());
        Assert.Equal("email-password-missing", (await _app.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann"))).Code);

        await _app.Admin.PutAsync("/v1/agents/ann/profile", $$"""{"workplaceEmail": "ann@acme.example", "emailPassword": "{{Password}}"}""");
        Assert.Equal("[]", await WarningsAsync());
    }

    [Fact]
    public async Task A_secret_left_out_is_kept_and_null_clears_it_and_nothing_ever_shows_it()
    {
        const string Path = "/v1/agents/ann/profile";
        var answers = new List<ApiAnswer>();
        async Task<bool> HasPasswordAfterAsync(string member)
        {
            answers.Add(await _app.Admin.PutAsync(Path, $$"""{"workplaceEmail": "ann@acme.example"{{member}}}"""));
            return answers[^1].Body.GetProperty("hasEmailPassword").GetBoolean();
        }

        Assert.True(await HasPasswordAfterAsync($", \"emailPassword\": \"{Password}\""));
        Assert.True(await HasPasswordAfterAsync(""));
        answers.Add(await _app.Admin.PutAsync("/v1/channels/support", $$"""{"name": "S", "address": "s@acme.example", "password": "{{Password}}"}"""));
        answers.Add(await _app.Admin.PutAsync("/v1/servers/own", $$"""{"name": "S", "host": "h", "fromAddress": "s@acme.example", "password": "{{Password}}"}"""));
        answers.Add(await _app.Admin.PutAsync(Path, $$"""{"workplaceEmail": "x", "emailPassword": "{{Password}}"}"""));
        answers.Add(await _app.Admin.PutAsync(Path, $$"""{"workplaceEmail": 5, "emailPassword": ["{{Password}}"]}"""));
        foreach (var path in new[] { Path, "/v1/channels", "/v1/servers", "/v1/events", "/v1/agents" })
            answers.Add(await _app.Admin.ReadAsync(path));
        Assert.All(answers, a => Assert.DoesNotContain(Password, a.Text, StringComparison.Ordinal));
        Assert.False(await HasPasswordAfterAsync(", \"emailPassword\": null"));
    }

    [Fact]
    public async Task Lists_are_read_page_by_page()
    {
        foreach (var id in new[] { "c1", "c2", "c3" })
            await _app.Admin.PutAsync($"/v1/channels/{id}", $$"""{"name": "{{id}}", "address": "{{id}}@acme.example"}""");

        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await _app.Admin.ReadAsync($"/v1/channels?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}")).Body;
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["c1", "c2", "c3", "sales", "support"], ids);
    }

    [Fact]
    public async Task Tenant_settings_come_back_as_they_were_saved()
    {
        var saved = await _app.Admin.PutAsync("/v1/tenant", """
            {"name": "Acme", "dateFormat": "dd/MM/yyyy", "timeZone": "Europe/Berlin", "contactAddress": "it@acme.example", "failureNotices": true,
             "uncertain": "resend", "retention": {"bodyDays": 7, "eventDays": 14}}
            """);

        Assert.Equal(200, saved.Status);
        Assert.Equal(saved.Text, (await _app.Admin.ReadAsync("/v1/tenant")).Text);
        Assert.Equal("resend", saved["uncertain"]);
    }

    private async Task<string> WarningsAsync() => (await _app.Admin.ReadAsync("/v1/agents/ann/profile")).Body.GetProperty("warnings").GetRawText();
}
