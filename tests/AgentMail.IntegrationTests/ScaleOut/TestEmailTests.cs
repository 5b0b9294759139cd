using System.Text.Json.Nodes;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>"Send me a test email" with two workers on RabbitMQ, against Postfix and Dovecot.</summary>
public sealed class TestEmailTests(ScaledOutFixture fixture, IntegrationServers servers) : IClassFixture<ScaledOutFixture>
{
    private readonly HttpClient _admin = fixture.Installation.Admin;
    private readonly PostfixServer _postfix = fixture.Postfix;

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task A_good_test_goes_through_all_stages_and_arrives(string security)
    {
        await SetUpAsync($"good-{security}", security, "right-secret");

        var answer = await TestAsync($"good-{security}", new { });

        Assert.True((bool)answer["ok"]!, answer.ToJsonString());
        Assert.Equal(["resolve", "connect", "tls", "authenticate", "mailFrom", "rcptTo", "data"], answer["stages"]!.AsArray().Select(s => (string)s!["stage"]!));
        var delivery = await _postfix.WaitForMailAsync($"good-{security}@acme.example", TimeSpan.FromSeconds(30));
        Assert.Equal((string)answer["messageId"]!, $"<{delivery.Message.MessageId}>");
        Assert.Equal($"good-{security}@acme.example", delivery.AuthenticatedSender);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_at_the_sign_in_and_shown_nowhere()
    {
        await SetUpAsync("wrong", "starttls", "right-secret");

        var answer = await TestAsync("wrong", new { password = "wrong-typed-secret" });

        Assert.Equal(("authenticate", "password"), (LastStage(answer), (string?)answer["field"]));
        Assert.StartsWith("535 5.7.8", (string?)answer["stages"]!.AsArray()[^1]!["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-typed-secret", fixture.Installation.Logs() + (await _admin.ReadAsync("/v1/events?limit=200")).Text, StringComparison.Ordinal);
        Assert.True((bool)(await TestAsync("wrong", new { password = "right-secret" }))["ok"]!);
    }

    [Fact]
    public async Task A_From_that_belongs_to_somebody_else_is_blamed_on_the_address()
    {
        await SetUpAsync("presumptuous", "starttls", "right-secret");

        var answer = await TestAsync("presumptuous", new { address = "boss@acme.example", userId = "presumptuous@acme.example" });

        Assert.Equal(("rcptTo", "address"), (LastStage(answer), (string?)answer["field"]));
        Assert.Contains("not owned by user presumptuous@acme.example", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_issuer_is_named_and_STARTTLS_on_the_port_for_TLS_is_explained()
    {
        await SetUpAsync("stranger", "starttls", "right-secret", caCertificate: null);
        var unknown = await TestAsync("stranger", new { });
        Assert.Equal(("tls", "caCertificate"), (LastStage(unknown), (string?)unknown["field"]));
        Assert.Contains("AgentMail test mail server CA", (string?)unknown["hint"], StringComparison.Ordinal);

        await SaveServerAsync("stranger", "tls", _postfix.StartTlsPort, _postfix.CaCertificatePem);
        var clear = await _admin.PostAsync("/v1/servers/stranger/test-email", new { to = "admin@acme.example" });
        Assert.Equal(("tls", "security"), (LastStage(clear), (string?)clear["field"]));
    }

    /// <summary>The lane runs in one worker and remembers its pause; the test may run in the other.</summary>
    [Fact]
    public async Task Held_mail_goes_out_after_a_good_test_whichever_worker_ran_it()
    {
        await SetUpAsync("locked", "starttls", "stored-secret");
        await _postfix.AddUserAsync("locked@acme.example", "changed-at-the-server");
        await _admin.WaitForStatusAsync(await SendAsync("locked", "locked-1@example.net"), "delayed");
        var held = await SendAsync("locked", "locked-2@example.net");
        await _admin.WaitForStatusAsync(held, "held");
        await _postfix.AddUserAsync("locked@acme.example", "stored-secret");

        Assert.True((bool)(await TestAsync("locked", new { }))["ok"]!);

        await _admin.WaitForStatusAsync(held, "sent");
        Assert.Contains("identity.recovered", (await _admin.ReadAsync("/v1/events?type=identity.*&agentId=locked")).Text, StringComparison.Ordinal);
        await SendAsync("locked", "locked-3@example.net");
        await _postfix.WaitForMailAsync("locked-3@example.net", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Without_a_worker_the_answer_is_503_and_the_test_is_not_run_later()
    {
        await using var rabbit = await RabbitMqServer.StartNewAsync();
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        var settings = new Dictionary<string, string> { ["AgentMail__TestEmail__PickUpTimeout"] = "00:00:08" };
        await using var lonely = await ScaledOut.StartAsync(database, rabbit.ConnectionString, (await servers.RedisAsync()).ForInstallation(), workers: 1, settings);
        await lonely.KillWorkerAsync(0);

        var answer = await TestSandboxAsync(lonely);

        Assert.Equal((503, "unavailable"), (answer.Status, answer.Code));
        Assert.NotNull(answer.Headers.RetryAfter);
        await lonely.StartWorkerAsync();
        Assert.Equal(200, (await TestSandboxAsync(lonely)).Status);
        Assert.Equal(1, (await lonely.Admin.ReadAsync("/v1/events?type=identity.tested")).Body.GetProperty("items").GetArrayLength());
    }

    private static Task<ApiAnswer> TestSandboxAsync(ScaledOut installation) =>
        installation.Admin.PostAsync("/v1/servers/sandbox/test-email", """{"to": "admin@acme.example"}""");

    private static string? LastStage(JsonNode answer) => (string?)answer["stages"]!.AsArray()[^1]!["stage"];

    private Task<JsonNode> TestAsync(string agentId, object typed) => _admin.PostAsync($"/v1/agents/{agentId}/test-email", typed);

    private async Task<string> SendAsync(string agentId, string to) =>
        (string)(await _admin.PostAsync("/v1/emails", new { sender = new { agentId }, to = new[] { to }, subject = "Case", text = "Hello" }))["id"]!;

    private Task SetUpAsync(string id, string security, string password) => SetUpAsync(id, security, password, _postfix.CaCertificatePem);

    private async Task SetUpAsync(string id, string security, string password, string? caCertificate)
    {
        await SaveServerAsync(id, security, security == "tls" ? _postfix.ImplicitTlsPort : _postfix.StartTlsPort, caCertificate);
        await _postfix.AddUserAsync($"{id}@acme.example", password);
        await _admin.PutAsync($"/v1/agents/{id}", new { displayName = id, serverId = id, @override = true });
        await _admin.PutAsync($"/v1/agents/{id}/profile", new { workplaceEmail = $"{id}@acme.example", emailPassword = password });
    }

    private async Task SaveServerAsync(string id, string security, int port, string? caCertificate) => await _admin.PutAsync($"/v1/servers/{id}", new
    {
        name = id,
        host = _postfix.Host,
        port,
        security,
        authentication = "password",
        username = "relay@acme.example",
        password = "relay-secret",
        fromAddress = "relay@acme.example",
        caCertificate,
    });
}
