using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>P4: a wrong password pauses that identity only; its mail is held, and goes out once the right one is entered.</summary>
public sealed class PauseStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Retry:FirstDelay", "00:00:00.200");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Wrong_credentials_hold_the_mail_until_the_profile_is_mended()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount(PlayedServer.Address, PlayedServer.Password));
        await _app.SetUpAnnAsync(server);
        await _app.SavePasswordAsync("wrong");

        var id = await _app.SendAsync("held@example.net");
        var held = await _app.Admin.WaitForStatusAsync(id, "held");
        var signIns = server.Sessions.Count;
        var second = await _app.SendAsync("held-too@example.net");
        await _app.Admin.WaitForStatusAsync(second, "held");

        Assert.Equal("authentication", (string?)held["lastError"]!["class"]);
        Assert.Equal("queued, sending, delayed, sending, held", await _app.HistoryAsync(id));
        Assert.Equal("queued, held", await _app.HistoryAsync(second));
        Assert.Equal(signIns, server.Sessions.Count);
        Assert.Contains("identity.paused", (await _app.Admin.ReadAsync("/v1/events?type=identity.paused")).Text, StringComparison.Ordinal);

        await _app.SavePasswordAsync(PlayedServer.Password);
        await _app.Admin.WaitForStatusAsync(id, "sent");
        await _app.Admin.WaitForStatusAsync(second, "sent");
        Assert.Contains("identity.recovered", (await _app.Admin.ReadAsync("/v1/events?type=identity.recovered")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_profile_and_the_preview_say_that_mail_is_held_until_it_is_mended()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount(PlayedServer.Address, PlayedServer.Password));
        await _app.SetUpAnnAsync(server);
        await _app.SavePasswordAsync("wrong");
        Assert.Empty(await WarningsAsync());

        var id = await _app.SendAsync("held@example.net");
        await _app.Admin.WaitForStatusAsync(id, "held");

        Assert.Equal(["account_paused"], await WarningsAsync());
        var preview = await _app.Admin.PostAsync(
            "/v1/emails/preview", new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, subject = "Hi", text = "Hello" });
        Assert.Equal("account_paused", (string?)preview["warnings"]![0]!["code"]);
        Assert.Contains("password", (string?)preview["warnings"]![0]!["message"], StringComparison.Ordinal);
        Assert.Equal("[]", preview["problems"]!.ToJsonString());

        await _app.SavePasswordAsync(PlayedServer.Password);
        Assert.Empty(await WarningsAsync());

        async Task<string?[]> WarningsAsync() =>
            [.. (await _app.Admin.ReadAsync("/v1/agents/ann/profile")).Body.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString())];
    }

    [Fact]
    public async Task Held_mail_of_a_removed_agent_ends_failed_and_says_why()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount(PlayedServer.Address, PlayedServer.Password));
        await _app.SetUpAnnAsync(server);
        await _app.SavePasswordAsync("wrong");
        var id = await _app.SendAsync("orphan@example.net");
        await _app.Admin.WaitForStatusAsync(id, "held");

        await _app.Admin.RemoveAsync("/v1/agents/ann");

        var email = await _app.Admin.WaitForStatusAsync(id, "failed");
        Assert.Contains("ann", (string?)email["lastError"]!["hint"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_password_the_send_is_refused_in_the_agreed_words_and_nothing_connects()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);
        await _app.Admin.PutAsync("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example", "emailPassword": null}""");

        var answer = await _app.Admin.PostAsync("/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "subject": "Hi", "text": "Hello"}""");

        Assert.Equal((409, "email-password-missing"), (answer.Status, answer.Code));
        Assert.Equal("There is no email password configured for your email account.", answer["detail"]);
        Assert.Empty(server.Sessions);
    }
}
