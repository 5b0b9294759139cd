using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.Tests.Stories.Api;

namespace AgentMail.Tests.Stories;

/// <summary>A send request names a template instead of a body: values, dates and the signature stand where the template wants them.</summary>
public sealed class TemplateStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
        await _app.Admin.PutAsync("/v1/tenant", new { name = "Acme", dateFormat = "dd.MM.yyyy", timeZone = "Europe/Berlin" });
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", new { name = "Formal", html = "<p>Kind regards, {{ agent.displayName }}</p>" });
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example", defaultSignatureId = "formal" });
        await _app.Admin.PutAsync("/v1/templates/case-solved", new
        {
            name = "Case solved",
            subject = "Case {{ case.number }} is solved",
            description = "<p>Dear {{ customer }}, it was solved on {{ solvedAt | date }}.</p>{{ signature }}<p>Small print of {{ channel.address }}</p>",
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Values_dates_and_signature_stand_where_the_template_wants_them()
    {
        var request = new
        {
            sender = new { agentId = "ann", channelId = "support" },
            to = new[] { "bob@example.net" },
            templateId = "case-solved",
            variables = new { @case = new { number = 4711 }, customer = "Bob & <b>Sons</b>", solvedAt = "2026-06-30T23:30:00Z" },
        };

        var preview = await _app.Admin.PostAsync("/v1/emails/preview", request);
        var accepted = await _app.Admin.PostAsync("/v1/emails", request);
        var email = await _app.Admin.WaitForStatusAsync((string)accepted["id"]!, "sent");

        Assert.Equal("Case 4711 is solved", (string?)email["subject"]);
        Assert.Equal((string?)email["subject"], (string?)preview["subject"]);
        var html = (string)preview["html"]!;
        Assert.Contains("<p>Dear Bob &amp; &lt;b&gt;Sons&lt;/b&gt;, it was solved on 01.07.2026.</p>", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("01.07.2026", StringComparison.Ordinal) < html.IndexOf("regards", StringComparison.Ordinal), html);
        Assert.True(html.IndexOf("regards", StringComparison.Ordinal) < html.IndexOf("Small print of support@acme.example", StringComparison.Ordinal), html);
        Assert.Single(html.Split("Kind regards").Skip(1));
        Assert.Single(((string)preview["text"]!).Split("Kind regards").Skip(1));
    }

    [Fact]
    public async Task A_subject_of_the_request_goes_before_the_templates()
    {
        var preview = await _app.Admin.PostAsync("/v1/emails/preview", new { sender = new { agentId = "ann" }, subject = "Mine", templateId = "case-solved" });

        Assert.Equal("Mine", (string?)preview["subject"]);
    }

    [Theory]
    [InlineData("""  "templateId": "none-such"  """, "/templateId")]
    [InlineData("""  "templateId": "../x"  """, "/templateId")]
    [InlineData("""  "templateId": "case-solved", "html": "<p>x</p>"  """, "/html")]
    [InlineData("""  "templateId": "case-solved", "text": "x"  """, "/text")]
    [InlineData("""  "templateId": "case-solved", "variables": {"agent": "Eve"}  """, "/variables/agent")]
    [InlineData("""  "text": "x", "variables": {"a": 1}  """, "/variables")]
    public async Task What_does_not_fit_is_refused_and_nothing_is_stored(string members, string pointer)
    {
        var answer = await _app.Admin.PostAsync("/v1/emails", $$"""{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], {{members}}}""");

        Assert.Equal((422, "validation"), (answer.Status, answer.Code));
        Assert.Equal(pointer, answer.Body.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Empty((await _app.Admin.ReadAsync("/v1/emails")).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_template_that_never_ends_with_these_values_is_refused_in_time()
    {
        await _app.Admin.PutAsync("/v1/templates/loop", new
        {
            name = "Loop",
            subject = "x",
            description = "{% if go %}{% for a in (1..9999) %}{% for b in (1..9999) %}{{ a }}{% endfor %}{% endfor %}{% endif %}",
        });

        var answer = await _app.Admin.PostAsync("/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "templateId": "loop", "variables": {"go": true}}""");

        Assert.Equal(422, answer.Status);
        Assert.Contains("template 'loop'", answer.Text, StringComparison.Ordinal);
    }
}
