using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>A stored password goes to the place it was given for and to no other; entered again, or the place set back, mail flows again.</summary>
public sealed class PasswordPlaceStory : IAsyncLifetime
{
    private const string SharedLogin = "relay@acme.example";
    private const string SharedPassword = "s3cret-of-all";
    private const string NewPassword = "s3cret-at-the-new-place";

    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Retry:FirstDelay", "00:00:00.200").With("AgentMail:Delivery:SweepInterval", "00:00:00.200");
    private readonly ScriptedSmtpServer _old = ScriptedSmtpServer.Start(
        new SmtpScript().WithAccount(PlayedServer.Address, PlayedServer.Password).WithAccount(SharedLogin, SharedPassword));
    private readonly ScriptedSmtpServer _new = ScriptedSmtpServer.Start(
        new SmtpScript().WithAccount(PlayedServer.Address, NewPassword).WithAccount(SharedLogin, NewPassword));
    private volatile bool _oldIsBusy = true;

    public ValueTask InitializeAsync()
    {
        _old.Script.On(SmtpStep.MailFrom, Play.Reply("451 4.3.0 later"), (_, _) => _oldIsBusy);
        return _app.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _old.DisposeAsync();
        await _new.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_moves_gets_no_agents_password_until_it_is_entered_again()
    {
        await _app.SetUpAnnAsync(_old);
        var queued = await QueueAtOldAsync();

        await SaveServerAsync(_new);

        await HeldAsync(queued, $"{_old.Host}:{_old.Port} none", $"{_new.Host}:{_new.Port} none", "in the profile");
        await RefusedAsync();
        var profile = await ProfileAsync();
        Assert.Equal(("email_password_given_elsewhere", false), ((string?)profile["warnings"]![0]!["code"], (bool)profile["hasEmailPassword"]!));
        NothingReached(_new);

        await _app.SavePasswordAsync(NewPassword);

        await _app.Admin.WaitForStatusAsync(queued, "sent");
        Assert.Equal(PlayedServer.Address, Assert.Single(_new.Deliveries).SignedInAs);
        OnlyTheNewPasswordReachedNew();
        profile = await ProfileAsync();
        Assert.Equal((0, true), (profile["warnings"]!.AsArray().Count, (bool)profile["hasEmailPassword"]!));
    }

    [Fact]
    public async Task Set_back_to_where_it_was_the_stored_password_is_good_again()
    {
        await _app.SetUpAnnAsync(_old);
        var queued = await QueueAtOldAsync();
        await SaveServerAsync(_new);
        await _app.Admin.WaitForStatusAsync(queued, "held");

        _oldIsBusy = false;
        await SaveServerAsync(_old);

        await _app.Admin.WaitForStatusAsync(queued, "sent");
        Assert.Equal(PlayedServer.Address, Assert.Single(_old.Deliveries).SignedInAs);
        NothingReached(_new);
    }

    [Fact]
    public async Task An_agent_who_moves_to_another_server_takes_no_password_along()
    {
        await _app.SetUpAnnAsync(_old);
        var queued = await QueueAtOldAsync();
        await SaveServerAsync(_new, "other");

        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", serverId = "other", @override = true });

        await HeldAsync(queued, $"{_old.Host}:{_old.Port} none", $"{_new.Host}:{_new.Port} none");
        await RefusedAsync();
        NothingReached(_new);

        await _app.SavePasswordAsync(NewPassword);
        await _app.Admin.WaitForStatusAsync(queued, "sent");
        Assert.Single(_new.Deliveries);
        OnlyTheNewPasswordReachedNew();
    }

    [Fact]
    public async Task A_channel_on_a_server_that_moves_waits_for_an_admin()
    {
        await SaveServerAsync(_old);
        await SaveChannelAsync(PlayedServer.Password);
        await SaveServerAsync(_new);

        var channel = JsonNode.Parse((await _app.Admin.ReadAsync("/v1/channels/support")).Text)!;
        Assert.Equal(("email_password_given_elsewhere", false), ((string?)channel["warnings"]![0]!["code"], (bool)channel["hasPassword"]!));
        var listed = JsonNode.Parse((await _app.Admin.ReadAsync("/v1/channels")).Text)!["items"]![0]!;
        Assert.Equal(channel.ToJsonString(), listed.ToJsonString());
        var refused = await _app.Admin.PostAsync("/v1/emails", """{"sender": {"channelId": "support"}, "to": ["bob@example.net"], "subject": "Hi", "text": "Hello"}""");
        Assert.Equal((409, "email-password-missing"), (refused.Status, refused.Code));
        Assert.Contains("an admin must enter it again in channel 'support'", refused["detail"], StringComparison.Ordinal);
        NothingReached(_new);

        await SaveChannelAsync(PlayedServer.Password);
        Assert.Empty(JsonNode.Parse((await _app.Admin.ReadAsync("/v1/channels/support")).Text)!["warnings"]!.AsArray());
    }

    [Fact]
    public async Task A_shared_account_of_another_name_or_at_another_server_gets_no_password_of_the_old_one()
    {
        await SaveSharedAsync(_old, SharedLogin, SharedPassword);
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", serverId = "played" });
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = PlayedServer.Address });
        var queued = await QueueAtOldAsync();

        await SaveSharedAsync(_old, "other@acme.example");
        await HeldAsync(queued, SharedLogin, "other@acme.example", "an admin must enter it again");
        var signIns = SignIns(_old);
        Assert.Equal("shared_password_given_elsewhere", (string?)(await ServerWarningsAsync())[0]!["code"]);
        Assert.Empty((await ProfileAsync())["warnings"]!.AsArray());
        await SaveSharedAsync(_new, SharedLogin);
        await RefusedAsync();
        Assert.Equal(signIns, SignIns(_old));
        NothingReached(_new);

        await SaveSharedAsync(_new, SharedLogin, NewPassword);
        await _app.Admin.WaitForStatusAsync(queued, "sent");
        Assert.Empty(await ServerWarningsAsync());
        Assert.Equal(SharedLogin, Assert.Single(_new.Deliveries).SignedInAs);
        Assert.Equal(signIns, SignIns(_old));
        OnlyTheNewPasswordReachedNew();
    }

    [Fact]
    public async Task A_shared_account_without_a_password_refuses_instead_of_signing_in_with_none()
    {
        await SaveSharedAsync(_old, SharedLogin);
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", serverId = "played" });
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = PlayedServer.Address });

        Assert.Equal("shared_password_missing", (string?)(await ServerWarningsAsync())[0]!["code"]);
        await RefusedAsync("an admin must enter it");
        var own = JsonNode.Parse((await _app.Admin.ReadAsync("/v1/agents/ann/from-addresses")).Text)!["items"]![0]!;
        Assert.Equal(("shared_password_missing", false), ((string?)own["reason"]!["code"], (bool)own["canSend"]!));
        // R22: that is nothing to ask an agent for.
        Assert.Empty((await ProfileAsync())["warnings"]!.AsArray());
        NothingReached(_old);
    }

    /// <summary>An email that was accepted, and tried, while the password was good.</summary>
    private async Task<string> QueueAtOldAsync()
    {
        var id = await _app.SendAsync("bob@example.net");
        await _app.Admin.WaitForStatusAsync(id, "delayed");
        return id;
    }

    private static void NothingReached(ScriptedSmtpServer server) => Assert.Equal(0, SignIns(server));

    /// <summary>From the first connection to the last.</summary>
    private void OnlyTheNewPasswordReachedNew() =>
        Assert.All(_new.Sessions.SelectMany(s => s.SignInAttempts), attempt => Assert.Equal(NewPassword, attempt.Password));

    private static int SignIns(ScriptedSmtpServer server) => server.Sessions.Sum(s => s.SignInAttempts.Count);

    private async Task HeldAsync(string id, params string[] words)
    {
        var held = await _app.Admin.WaitForStatusAsync(id, "held");
        Assert.Equal("authentication", (string?)held["lastError"]!["class"]);
        Assert.All(words, word => Assert.Contains(word, (string?)held["lastError"]!["hint"], StringComparison.Ordinal));
    }

    private async Task RefusedAsync(string words = "It is not sent there")
    {
        var answer = await _app.Admin.PostAsync("/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "subject": "Hi", "text": "Hello"}""");
        Assert.Equal((409, "email-password-missing"), (answer.Status, answer.Code));
        Assert.Contains(words, answer["detail"], StringComparison.Ordinal);
    }

    private async Task<JsonNode> ProfileAsync() => JsonNode.Parse((await _app.Admin.ReadAsync("/v1/agents/ann/profile")).Text)!;

    private async Task<JsonArray> ServerWarningsAsync() => JsonNode.Parse((await _app.Admin.ReadAsync("/v1/servers/played")).Text)!["warnings"]!.AsArray();

    private Task SaveServerAsync(ScriptedSmtpServer server, string id = "played") =>
        _app.Admin.PutAsync($"/v1/servers/{id}", new { name = "Played", host = server.Host, port = server.Port, security = "none", fromAddress = SharedLogin });

    private Task SaveSharedAsync(ScriptedSmtpServer server, string username, string? password = null)
    {
        var body = new JsonObject
        {
            ["name"] = "Played",
            ["host"] = server.Host,
            ["port"] = server.Port,
            ["security"] = "none",
            ["username"] = username,
            ["fromAddress"] = SharedLogin,
            ["allowedFrom"] = new JsonArray("*"),
        };
        if (password is not null)
            body["password"] = password;
        return _app.Admin.PutAsync("/v1/servers/played", (object)body);
    }

    private Task SaveChannelAsync(string password) => _app.Admin.PutAsync(
        "/v1/channels/support", new { name = "Support", address = "support@acme.example", serverId = "played", @override = true, userId = PlayedServer.Address, password });
}
