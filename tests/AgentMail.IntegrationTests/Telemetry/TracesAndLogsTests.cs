using System.Text.Json;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;
using AgentMail.TestKit.Telemetry;

namespace AgentMail.IntegrationTests.Telemetry;

/// <summary>One email, followed over API, bus and worker by its trace and in the log; and nobody learns from either whom it was for or what it said.</summary>
public sealed class TracesAndLogsTests(IntegrationServers servers)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string OfTest = "5bf92f3577b34da6a3ce929d0e0e4737";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    // Whom it was for, what it said, and the keys to it. The second recipient is refused by Postfix, in words that name the address.
    private static readonly string[] Private = ["traced@", "reject@", "boss@", "Quarterly", "figures inside", "secret-of-traced", ScaledOut.AdminKey];

    [Fact]
    public async Task A_trace_and_a_log_lead_from_the_request_to_the_mail_server()
    {
        await using var collector = new OtlpCollector();
        var postfix = await servers.PostfixAsync();
        await using var installation = await StartAsync(collector);
        await postfix.AddUserAsync("traced@acme.example", "secret-of-traced");
        await ConfigureAsync(installation.Admin, postfix);

        var emailId = await SendAsync(installation.Admin);
        await TestAsync(installation.Admin);
        await installation.Admin.WaitForStatusAsync(emailId, "failed");

        await Eventually.TrueAsync(() => collector.Trace(Trace).Count == 3, Deadline);
        AssertEmail(collector.Trace(Trace), emailId);
        await Eventually.TrueAsync(() => collector.Trace(OfTest).Any(s => s.Name == "smtp") && collector.Trace(OfTest).Any(s => s.Name.StartsWith("POST", StringComparison.Ordinal)), Deadline);
        AssertTest(collector.Trace(OfTest));
        AssertLog(installation.Logs(), emailId);
        Assert.All(Private, text => Assert.DoesNotContain(text, collector.Text() + installation.Logs(), StringComparison.Ordinal));
    }

    private static void AssertEmail(IReadOnlyList<OtlpSpan> spans, string emailId)
    {
        var request = Assert.Single(spans, s => s.Name == "POST /v1/emails/");
        var attempt = Assert.Single(spans, s => s.Name == "attempt");
        var smtp = Assert.Single(spans, s => s.Name == "smtp");
        Assert.Equal(("agentmail-api", "agentmail-worker", "agentmail-worker"), (request.Service, attempt.Service, smtp.Service));
        Assert.Equal((request.SpanId, attempt.SpanId), (attempt.ParentId, smtp.ParentId));
        Assert.Equal((emailId, "1", "agent:traced"), (attempt.Attributes["agentmail.email.id"], attempt.Attributes["agentmail.attempt"], attempt.Attributes["agentmail.sender"]));
        Assert.Equal("localhost", smtp.Attributes["server.address"]);
    }

    // This one goes through the broker within the request.
    private static void AssertTest(IReadOnlyList<OtlpSpan> spans)
    {
        var smtp = Assert.Single(spans, s => s.Name == "smtp");
        var way = new List<OtlpSpan>();
        for (var span = smtp; span is not null; span = spans.SingleOrDefault(s => s.SpanId == span.ParentId))
            way.Add(span);
        Assert.Equal("POST /v1/agents/{id}/test-email", way[^1].Name);
        Assert.Equal(["agentmail-worker", "agentmail-api"], way.Select(s => s.Service).Distinct());
    }

    private static void AssertLog(string log, string emailId)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("State")).ToList();
        var story = lines.Where(s => s.TryGetProperty("EmailId", out var id) && id.GetString() == emailId).ToList();
        Assert.Equal(["email.failed", "email.queued", "email.sending"], story.Select(s => s.GetProperty("EventType").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(story, s => Assert.Equal(Trace, s.GetProperty("TraceId").GetString()));
        Assert.All(story, s => Assert.StartsWith("ev_", s.GetProperty("EventId").GetString(), StringComparison.Ordinal));
    }

    private async Task<ScaledOut> StartAsync(OtlpCollector collector) => await ScaledOut.StartAsync(
        await (await servers.PostgresAsync()).CreateDatabaseAsync(), (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(),
        workers: 1, collector.Environment);

    private static async Task ConfigureAsync(HttpClient admin, PostfixServer postfix)
    {
        await admin.PutAsync("/v1/servers/traced", new
        {
            name = "Traced",
            host = postfix.Host,
            port = postfix.StartTlsPort,
            security = "starttls",
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
            caCertificate = postfix.CaCertificatePem,
        });
        await admin.PutAsync("/v1/agents/traced", new { displayName = "Traced", enabled = true, serverId = "traced", @override = true });
        await admin.PutAsync("/v1/agents/traced/profile", new { workplaceEmail = "traced@acme.example", userId = "traced@acme.example", emailPassword = "secret-of-traced" });
    }

    private static async Task<string> SendAsync(HttpClient admin)
    {
        var letter = new { sender = new { agentId = "traced" }, to = new[] { "boss@example.net", "reject@example.net" }, subject = "Quarterly", text = "The figures inside" };
        return (await PostAsync(admin, "/v1/emails", Trace, letter)).Body.GetProperty("id").GetString()!;
    }

    private static async Task TestAsync(HttpClient admin) =>
        Assert.True((await PostAsync(admin, "/v1/agents/traced/test-email", OfTest, new { })).Body.GetProperty("ok").GetBoolean());

    private static Task<ApiAnswer> PostAsync(HttpClient admin, string path, string traceId, object body) =>
        admin.PostAsync(path, JsonSerializer.Serialize(body), ("traceparent", $"00-{traceId}-00f067aa0ba902b7-01"));
}
