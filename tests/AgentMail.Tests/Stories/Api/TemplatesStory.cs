using System.Diagnostics;
using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>Templates over HTTP: kept like other configuration, refused with their line, filled in with what the caller sends.</summary>
public sealed class TemplatesStory : IAsyncLifetime
{
    private const string Path = "/v1/templates/solved";
    private const string EndlessLoop = "{% for i in (1..10000) %}{% for j in (1..10000) %}{% endfor %}{% endfor %}";

    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_template_is_created_replaced_listed_and_removed()
    {
        var created = await SaveAsync("Hello {{ name }}", "<p>{{ name }}</p>");
        Assert.Equal(201, created.Status);
        Assert.Equal(Path, created.Headers.Location!.ToString());
        var tag = created.Headers.ETag!.Tag;

        Assert.Equal(200, (await SaveAsync("Hello", "<p>2</p>", ("If-Match", tag))).Status);
        Assert.Equal("precondition-failed", (await SaveAsync("Hello", "<p>3</p>", ("If-Match", tag))).Code);
        Assert.Equal("<p>2</p>", (await _app.Admin.ReadAsync(Path))["description"]);
        Assert.Equal("solved", (await _app.Admin.ReadAsync("/v1/templates")).Body.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal("forbidden", (await (await _app.ClientAsync("agent", "ann")).ReadAsync(Path)).Code);
        Assert.Equal("not-found", (await (await _app.OtherTenantAsync("globex")).ReadAsync(Path)).Code);

        Assert.Equal(204, (await _app.Admin.RemoveAsync(Path)).Status);
        Assert.Equal("not-found", (await _app.Admin.ReadAsync(Path)).Code);
        Assert.Equal("not-found", (await _app.Admin.PostAsync(Path + "/render", "{}")).Code);
    }

    [Fact]
    public async Task Each_change_is_in_the_audit_trail()
    {
        await SaveAsync("Hello", "<p>Hello</p>");
        await SaveAsync("Good day", "<p>Hello</p>");

        var entries = (await _app.Admin.ReadAsync("/v1/audit")).Body.GetProperty("items").EnumerateArray().Where(e => e.GetProperty("resource").GetString() == Path).ToList();

        Assert.Equal(2, entries.Count);
        Assert.Contains(entries, e => e.GetRawText().Contains("\"subject\"", StringComparison.Ordinal) && !e.GetRawText().Contains("\"description\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Hello {{ name", "<p>\n{% if x %}\n</p>", "/subject invalid-format", "/description invalid-format")]
    [InlineData("Hello", "{{ name | raw }}", "/description invalid-format")]
    [InlineData("Hello", EndlessLoop, "/description not-allowed")]
    [InlineData(EndlessLoop, "x", "/subject not-allowed")]
    [InlineData("Hello =?utf-8?q?x?=", "x", "/subject not-allowed")]
    public async Task What_cannot_be_rendered_is_not_saved(string subject, string description, params string[] errors)
    {
        var answer = await SaveAsync(subject, description);

        Assert.Equal("validation", answer.Code);
        Assert.Equal(errors, answer.Errors);
        Assert.Equal("not-found", (await _app.Admin.ReadAsync(Path)).Code);
    }

    [Fact]
    public async Task The_answer_names_the_line()
    {
        var answer = await SaveAsync("Hello", "<p>\n{% if x %}\n</p>");

        Assert.Contains("Line 3, column 5: '{% endif %}' was expected", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_are_bounded()
    {
        Assert.Equal(["/subject too-long", "/description too-long"], (await SaveAsync(new string('s', 2_001), new string('ä', 524_289))).Errors);
        Assert.Equal(201, (await SaveAsync(new string('s', 900), new string('ä', 524_288))).Status);
    }

    [Fact]
    public async Task Rendering_fills_in_agent_channel_dates_and_the_callers_json()
    {
        await _app.Admin.PutAsync("/v1/tenant", """{"name": "Acme", "timeZone": "Europe/Berlin", "dateFormat": "dd/MM/yyyy"}""");
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", """{"name": "Formal", "html": "<p>Kind regards, Ann</p>"}""");
        await _app.Admin.PutAsync("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example", "dateFormat": "d MMMM yyyy", "defaultSignatureId": "formal"}""");
        await SaveAsync(
            "Case {{ case.number }} of {{ tenant.name }}",
            "<p>Dear {{ who }}, due {{ case.due | date }} ({{ case.due | date: '%H:%M' }}).</p>{% for i in case.items %}<b>{{ i }}</b>{% endfor %}<p>{{ agent.email }} {{ channel.name }}</p>");
        const string Variables = """{"who": "<b>Bob</b>", "case": {"number": 4711, "due": "2026-11-23T23:30:00Z", "items": ["a&b", 2]}}""";

        var asAnn = await _app.Admin.PostAsync(Path + "/render", $$"""{"agentId": "ann", "channelId": "support", "variables": {{Variables}}}""");
        var asChannel = await _app.Admin.PostAsync(Path + "/render", $$"""{"channelId": "support", "variables": {{Variables}}}""");

        Assert.Equal("Case 4711 of Acme", asAnn["subject"]);
        Assert.StartsWith(
            "<p>Dear &lt;b&gt;Bob&lt;/b&gt;, due 24 November 2026 (00:30).</p><b>a&amp;b</b><b>2</b><p>ann@acme.example Support</p>", asAnn["html"], StringComparison.Ordinal);
        Assert.Contains("Kind regards, Ann", asAnn["html"], StringComparison.Ordinal);
        Assert.Contains("Dear <b>Bob</b>, due 24 November 2026", asAnn["text"], StringComparison.Ordinal);
        Assert.Contains("Kind regards, Ann", asAnn["text"], StringComparison.Ordinal);
        Assert.StartsWith("<p>Dear &lt;b&gt;Bob&lt;/b&gt;, due 24/11/2026 (00:30).", asChannel["html"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", asChannel["html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_signature_stands_once_where_the_template_has_it()
    {
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", """{"name": "Formal", "html": "<p>Kind regards, Ann</p>"}""");
        await _app.Admin.PutAsync("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example", "defaultSignatureId": "formal"}""");
        await SaveAsync("Hello", "<p>{{ text }}</p>{% if signature %}{{ signature }}{% endif %}<p>Small print</p>{{ signature }}");
        const string Forged = """{"agentId": "ann", "variables": {"text": "<!--agentmail:signature-->"}}""";

        var answer = await _app.Admin.PostAsync(Path + "/render", Forged);

        var (html, text) = (answer["html"]!, answer["text"]!);
        Assert.Equal(2, html.Split("Kind regards, Ann").Length);
        Assert.Matches("(?s)&lt;!--agentmail:signature--&gt;.*Kind regards, Ann.*Small print", html);
        Assert.Equal(2, text.Split("Kind regards, Ann").Length);
        Assert.Matches("(?s)Kind regards, Ann.*Small print", text);
    }

    [Theory]
    [InlineData("""{"agentId": "nobody"}""", "/agentId not-found")]
    [InlineData("""{"channelId": "nowhere"}""", "/channelId not-found")]
    [InlineData("""{"agentId": "not an id"}""", "/agentId invalid-format")]
    [InlineData("""{"variables": {"agent": 1, "now": 2}}""", "/variables/agent not-allowed", "/variables/now not-allowed")]
    [InlineData("""{"variables": {"n": 10000}}""", "/variables not-allowed")]
    [InlineData("""{"variables": {"n": 99999999}}""", "/variables not-allowed")]
    [InlineData("""{"variables": {"d": 0}}""", "/variables invalid-format")]
    [InlineData("""{"variables": {"s": "=?utf-8?q?x?="}}""", "/variables not-allowed")]
    public async Task What_cannot_be_filled_in_is_answered_soon(string body, params string[] errors)
    {
        await SaveAsync("{{ s }}", "{% for i in (1..n) %}{% for j in (1..n) %}{{ i }}{% endfor %}{% endfor %}{% if d %}{{ 1 | divided_by: d }}{% endif %}");
        var watch = Stopwatch.StartNew();

        var answer = await _app.Admin.PostAsync(Path + "/render", body);

        Assert.Equal("validation", answer.Code);
        Assert.Equal(errors, answer.Errors);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private Task<ApiAnswer> SaveAsync(string subject, string description, params (string Name, string Value)[] headers) =>
        _app.Admin.PutAsync(Path, JsonSerializer.Serialize(new { name = "Solved", subject, description }), headers);
}
