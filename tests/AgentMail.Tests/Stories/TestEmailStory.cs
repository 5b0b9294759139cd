using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories;

/// <summary>R5, R6, P6: "Send me a test email" says stage by stage what works, with what is typed or what is stored, and never without a password.</summary>
public sealed class TestEmailStory : IAsyncLifetime
{
    private const string AnnsTest = "/v1/agents/ann/test-email";

    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Retry:FirstDelay", "00:00:00.200");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_agent_tests_what_is_stored_with_an_empty_request_and_gets_the_message()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount(PlayedServer.Address, PlayedServer.Password));
        await _app.SetUpAnnAsync(server);
        var ann = await _app.ClientAsync("agent", "ann");

        var answer = await ann.CallAsync(HttpMethod.Post, AnnsTest, body: null);

        Assert.Equal(200, answer.Status);
        Assert.Equal("resolve, connect, authenticate, mailFrom, rcptTo, data", Stages(answer));
        Assert.True(answer.Body.GetProperty("ok").GetBoolean());
        Assert.Equal((null, null), (answer["field"], answer["hint"]));
        var delivery = Assert.Single(server.Deliveries);
        Assert.Equal((PlayedServer.Address, PlayedServer.Address), (delivery.EnvelopeSender, Assert.Single(delivery.Recipients)));
        Assert.Equal(answer["messageId"], $"<{delivery.Parse().MessageId}>");
    }

    /// <summary>A port that waits for TLS greets nobody: the stage runs into its time, which is longer than a worker may take to begin.</summary>
    [Fact]
    public async Task A_test_that_takes_longer_than_a_worker_may_take_to_begin_is_answered()
    {
        await using var app = new AgentMailApp().With("AgentMail:TestEmail:PickUpTimeout", "00:00:02").With("AgentMail:TestEmail:StageTimeout", "00:00:03");
        await app.InitializeAsync();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Greeting, Play.Hang));
        await app.SetUpAnnAsync(server);

        var answer = await app.Admin.CallAsync(HttpMethod.Post, AnnsTest, body: null);

        Assert.Equal(200, answer.Status);
        Assert.Equal("resolve, connect", Stages(answer));
        Assert.Equal("security", answer["field"]);
    }

    [Fact]
    public async Task Without_any_password_the_agreed_words_come_and_nothing_connects()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);
        await _app.Admin.PutAsync("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example", "emailPassword": null}""");

        // An empty box of a form is a box that nobody typed into.
        foreach (var typed in new[] { """{"address": "ann.archer@acme.example"}""", """{"address": "", "userId": "", "password": ""}""" })
        {
            var answer = await _app.Admin.PostAsync(AnnsTest, typed);

            Assert.Equal((409, "email-password-missing"), (answer.Status, answer.Code));
            Assert.Equal("There is no email password configured for your email account.", answer["detail"]);
        }
        Assert.Empty(server.Sessions);
    }

    [Fact]
    public async Task Typed_values_take_the_place_of_stored_ones_and_are_kept_nowhere()
    {
        const string typed = "typed-and-secret";
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount("login@acme.example", typed));
        await _app.SetUpAnnAsync(server);

        var answer = await _app.Admin.PostAsync(AnnsTest, $$"""{"address": "ann.archer@acme.example", "userId": "login@acme.example", "password": "{{typed}}"}""");

        Assert.True(answer.Body.GetProperty("ok").GetBoolean(), answer.ToString());
        Assert.Equal("ann.archer@acme.example", Assert.Single(server.Deliveries).EnvelopeSender);
        Assert.Equal(PlayedServer.Address, (await _app.Admin.ReadAsync("/v1/agents/ann/profile"))["workplaceEmail"]);
        await AssertNowhereAsync(typed);
        Assert.DoesNotContain(typed, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_echoes_the_password_does_not_give_it_away()
    {
        const string typed = "typed-and-secret";
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Auth, Play.Reply($"535 5.7.8 {typed} is wrong")));
        await _app.SetUpAnnAsync(server);

        var answer = await _app.Admin.PostAsync(AnnsTest, $$"""{"password": "{{typed}}"}""");

        Assert.Equal("password", answer["field"]);
        Assert.Equal("resolve, connect, authenticate", Stages(answer));
        Assert.Contains("535 5.7.8 [redacted] is wrong", answer.Text, StringComparison.Ordinal);
        await AssertNowhereAsync(typed);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData($$"""{"password": "{{PlayedServer.Password}}"}""")]
    public async Task A_good_test_of_what_is_stored_lets_the_held_mail_go(string body)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Times(2, SmtpStep.Auth, Play.Reply("535 5.7.8 mailbox is being moved")));
        await _app.SetUpAnnAsync(server);
        var id = await _app.SendAsync("held@example.net");
        await _app.Admin.WaitForStatusAsync(id, "held");

        var answer = await _app.Admin.PostAsync(AnnsTest, body);

        Assert.True(answer.Body.GetProperty("ok").GetBoolean(), answer.ToString());
        await _app.Admin.WaitForStatusAsync(id, "sent");
        var events = (await _app.Admin.ReadAsync("/v1/events?type=identity.*&agentId=ann")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["identity.paused", "identity.tested", "identity.recovered"], events.Select(e => e.GetProperty("type").GetString()));
        Assert.True(events[1].GetProperty("data") is var tested && tested.GetProperty("ok").GetBoolean() && tested.GetProperty("asStored").GetBoolean());
    }

    [Fact]
    public async Task A_good_test_of_something_else_releases_nothing()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount(PlayedServer.Address, "typed"));
        await _app.SetUpAnnAsync(server);
        var id = await _app.SendAsync("held@example.net");
        await _app.Admin.WaitForStatusAsync(id, "held");

        Assert.True((await _app.Admin.PostAsync(AnnsTest, """{"password": "typed"}""")).Body.GetProperty("ok").GetBoolean());

        var second = await _app.SendAsync("held-too@example.net");
        await _app.Admin.WaitForStatusAsync(second, "held");
        Assert.Equal("queued, sending, delayed, sending, held", await _app.HistoryAsync(id));
    }

    /// <summary>The lane runs, and remembers the pause; the account is one that others share.</summary>
    [Fact]
    public async Task A_good_test_of_a_server_lets_go_of_the_mail_of_all_who_share_its_account()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Times(2, SmtpStep.Auth, Play.Reply("535 5.7.8 locked")));
        await SharedServerAsync(server);
        string[] emails = [await SendAsync("ann", "a@example.net"), await SendAsync("bea", "b@example.net")];
        foreach (var id in emails)
            await _app.Admin.WaitForStatusAsync(id, "held");

        var answer = await _app.Admin.PostAsync("/v1/servers/shared/test-email", """{"to": "admin@acme.example"}""");

        Assert.True(answer.Body.GetProperty("ok").GetBoolean(), answer.ToString());
        Assert.Equal("relay@acme.example", server.Deliveries.Single(d => d.Recipients.Contains("admin@acme.example")).EnvelopeSender);
        foreach (var id in emails)
            await _app.Admin.WaitForStatusAsync(id, "sent");
        Assert.Contains("\"kind\":\"server\"", (await _app.Admin.ReadAsync("/v1/events?type=identity.tested")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_is_tested_to_itself_or_to_somebody_and_also_while_it_is_switched_off()
    {
        await using var server = ScriptedSmtpServer.Start();
        await SharedServerAsync(server);
        await _app.Admin.PutAsync("/v1/channels/help", new { name = "Help", address = "help@acme.example", serverId = "shared", enabled = false });

        Assert.True((await _app.Admin.PostAsync("/v1/channels/help/test-email", "{}")).Body.GetProperty("ok").GetBoolean());
        Assert.True((await _app.Admin.PostAsync("/v1/channels/help/test-email", """{"to": "it@acme.example"}""")).Body.GetProperty("ok").GetBoolean());

        Assert.Equal(["help@acme.example", "it@acme.example"], server.Deliveries.Select(d => Assert.Single(d.Recipients)));
        Assert.All(server.Deliveries, d => Assert.Equal("relay@acme.example", d.EnvelopeSender));
        Assert.Equal("help@acme.example", server.Deliveries[0].Parse().ReplyTo.ToString());
    }

    [Fact]
    public async Task An_agent_who_is_switched_off_is_tested_by_an_admin_only()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);
        var ann = await _app.ClientAsync("agent", "ann");
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = false, serverId = "played", @override = true });

        Assert.Equal("identity-disabled", (await ann.PostAsync(AnnsTest, "{}")).Code);
        Assert.True((await _app.Admin.PostAsync(AnnsTest, "{}")).Body.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Wrong_input_is_answered_member_by_member()
    {
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann" });

        Assert.Equal(["/address required"], (await _app.Admin.PostAsync(AnnsTest, "{}")).Errors);
        Assert.Equal(["/address not-an-address", "/userId not-an-address", "/password control-character"], (await _app.Admin.PostAsync(
            AnnsTest, """{"address": "ann", "userId": "ann", "password": "\n"}""")).Errors);
        Assert.Equal(["/pasword unknown"], (await _app.Admin.PostAsync(AnnsTest, """{"pasword": "x"}""")).Errors);
        Assert.Equal(["/to required"], (await _app.Admin.PostAsync("/v1/servers/sandbox/test-email", "{}")).Errors);
        Assert.Equal("not-found", (await _app.Admin.PostAsync("/v1/agents/nobody/test-email", "{}")).Code);
    }

    [Fact]
    public async Task A_sandbox_passes_in_one_stage_and_needs_no_password()
    {
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann" });

        var answer = await _app.Admin.PostAsync(AnnsTest, """{"address": "ann@acme.example"}""");

        Assert.Equal("data", Stages(answer));
        Assert.Contains("A sandbox takes every message and sends none", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Body.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task One_agent_has_one_test_at_a_time()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.Auth, Play.Reply("235 2.7.0 ok").After(gate.Task)));
        await _app.SetUpAnnAsync(server);
        var first = _app.Admin.PostAsync(AnnsTest, "{}");
        await server.WaitForSessionAsync(session => session.SignInAttempts.Count > 0);

        var second = await _app.Admin.PostAsync(AnnsTest, "{}");

        Assert.Equal((429, "rate-limited"), (second.Status, second.Code));
        Assert.NotNull(second.Headers.RetryAfter);
        gate.SetResult();
        Assert.True((await first).Body.GetProperty("ok").GetBoolean());
    }

    private static string Stages(ApiAnswer answer) => string.Join(", ", answer.Body.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("stage").GetString()));

    private async Task SharedServerAsync(ScriptedSmtpServer server)
    {
        await _app.Admin.PutAsync("/v1/servers/shared", new
        {
            name = "Shared",
            host = server.Host,
            port = server.Port,
            security = "none",
            authentication = "password",
            username = "relay",
            password = "relay-secret",
            fromAddress = "relay@acme.example",
            limits = new { maxConnections = 1 },
        });
        foreach (var agent in new[] { "ann", "bea" })
        {
            await _app.Admin.PutAsync($"/v1/agents/{agent}", new { displayName = agent, serverId = "shared" });
            await _app.Admin.PutAsync($"/v1/agents/{agent}/profile", new { workplaceEmail = $"{agent}@acme.example" });
        }
    }

    private async Task<string> SendAsync(string agentId, string to) =>
        (string)(await _app.Admin.PostAsync("/v1/emails", new { sender = new { agentId }, to = new[] { to }, subject = "Hi", text = "Hello" }))["id"]!;

    private async Task AssertNowhereAsync(string secret)
    {
        Assert.DoesNotContain(secret, (await _app.Admin.ReadAsync("/v1/events?limit=200")).Text, StringComparison.Ordinal);
        await using var db = _app.Services.GetRequiredService<Database>().Read();
        Assert.False(await db.TypedValues.AnyAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(await db.Operations.Select(o => o.Command).ToListAsync(TestContext.Current.CancellationToken), command => command.Contains(secret, StringComparison.Ordinal));
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", TestContext.Current.CancellationToken);
        await using var file = new FileStream(db.Database.GetDbConnection().DataSource, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new StreamReader(file, System.Text.Encoding.Latin1);
        Assert.DoesNotContain(secret, await content.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
