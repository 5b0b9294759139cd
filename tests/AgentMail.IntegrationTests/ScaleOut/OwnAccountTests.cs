using AgentMail.TestKit.Http;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>The main job on real servers: From header, envelope sender and signed-in account are the same mailbox.</summary>
public sealed class OwnAccountTests(ScaledOutFixture fixture) : IClassFixture<ScaledOutFixture>
{
    private readonly HttpClient _admin = fixture.Installation.Admin;
    private readonly PostfixServer _postfix = fixture.Postfix;

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Each_agent_sends_through_its_own_account(string security)
    {
        await SaveServerAsync($"postfix-{security}", security);
        string[] agents = [$"ann-{security}", $"bob-{security}", $"cyd-{security}"];
        foreach (var agent in agents)
            await SaveAgentAsync(agent, $"postfix-{security}", $"secret-of-{agent}");

        foreach (var agent in agents)
            await _admin.PostAsync("/v1/emails", Letter(agent, $"to-{agent}@example.net"));

        foreach (var agent in agents)
        {
            var address = $"{agent}@acme.example";
            var delivery = await _postfix.WaitForMailAsync($"to-{agent}@example.net", TimeSpan.FromSeconds(30));
            Assert.Equal(address, delivery.AuthenticatedSender);
            Assert.Equal(address, delivery.EnvelopeSender);
            Assert.Equal(address, Assert.Single(delivery.Message.From.Mailboxes).Address);
            Assert.True(delivery.Tls);
        }
    }

    [Fact]
    public async Task A_channel_sends_through_the_channels_account()
    {
        await SaveServerAsync("postfix-channel", "starttls");
        await _postfix.AddUserAsync("help@acme.example", "channel-secret");
        await _admin.PutAsync("/v1/channels/help", new
        {
            name = "Help",
            address = "help@acme.example",
            displayName = "Acme Help",
            enabled = true,
            serverId = "postfix-channel",
            @override = true,
            password = "channel-secret",
        });

        await _admin.PostAsync("/v1/emails", new { sender = new { channelId = "help" }, to = new[] { "by-channel@example.net" }, subject = "Case", text = "Hello" });

        var delivery = await _postfix.WaitForMailAsync("by-channel@example.net", TimeSpan.FromSeconds(30));
        Assert.Equal("help@acme.example", delivery.AuthenticatedSender);
        Assert.Equal("help@acme.example", delivery.EnvelopeSender);
        Assert.Equal("Acme Help", Assert.Single(delivery.Message.From.Mailboxes).Name);
    }

    [Fact]
    public async Task A_changed_password_holds_for_the_very_next_send()
    {
        await SaveServerAsync("postfix-rotation", "starttls");
        for (var round = 1; round <= 4; round++)
        {
            await SaveAgentAsync("rota", "postfix-rotation", $"password-{round}");
            var answer = await _admin.PostAsync("/v1/emails", Letter("rota", $"round-{round}@example.net"));
            var email = await _admin.WaitForStatusAsync((string)answer["id"]!, "sent");
            Assert.Equal(1, (int)email["attempt"]!);
        }
    }

    [Fact]
    public async Task One_refused_recipient_does_not_keep_the_others_from_their_mail()
    {
        await SaveServerAsync("postfix-partial", "starttls");
        await SaveAgentAsync("pam", "postfix-partial", "pam-secret");

        var answer = await _admin.PostAsync("/v1/emails", new
        {
            sender = new { agentId = "pam" },
            to = new[] { "good@example.net", "reject@example.net" },
            subject = "Partly",
            text = "Hello",
        });

        var email = await _admin.WaitForStatusAsync((string)answer["id"]!, "failed");
        Assert.Equal(["sent", "failed"], email["recipients"]!.AsArray().Select(r => (string)r!["status"]!));
        Assert.Equal(550, (int)email["recipients"]![1]!["smtp"]!["code"]!);
        await _postfix.WaitForMailAsync("good@example.net", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_wrong_password_holds_the_mail_until_the_right_one_is_entered()
    {
        await SaveServerAsync("postfix-held", "starttls");
        await SaveAgentAsync("wim", "postfix-held", "right-secret");
        await _admin.PutAsync("/v1/agents/wim/profile", new { workplaceEmail = "wim@acme.example", emailPassword = "wrong-secret" });

        var answer = await _admin.PostAsync("/v1/emails", Letter("wim", "held-first@example.net"));
        var refused = await _admin.WaitForStatusAsync((string)answer["id"]!, "delayed");
        Assert.Equal(535, (int)refused["lastError"]!["code"]!);
        Assert.DoesNotContain("wrong-secret", refused.ToJsonString(), StringComparison.Ordinal);

        var second = await _admin.PostAsync("/v1/emails", Letter("wim", "held-second@example.net"));
        await _admin.WaitForStatusAsync((string)second["id"]!, "held");

        await _admin.PutAsync("/v1/agents/wim/profile", new { workplaceEmail = "wim@acme.example", emailPassword = "right-secret" });
        await _postfix.WaitForMailAsync("held-second@example.net", TimeSpan.FromSeconds(30));
        await _admin.WaitForStatusAsync((string)second["id"]!, "sent");
    }

    private async Task SaveServerAsync(string id, string security) => await _admin.PutAsync($"/v1/servers/{id}", new
    {
        name = id,
        host = _postfix.Host,
        port = security == "tls" ? _postfix.ImplicitTlsPort : _postfix.StartTlsPort,
        security,
        authentication = "password",
        fromAddress = "relay@acme.example",
        allowedFrom = Array.Empty<string>(),
        isDefault = false,
        kind = "smtp",
        limits = new { maxConnections = 2 },
        caCertificate = _postfix.CaCertificatePem,
    });

    private async Task SaveAgentAsync(string id, string serverId, string password)
    {
        await _postfix.AddUserAsync($"{id}@acme.example", password);
        await _admin.PutAsync($"/v1/agents/{id}", new { displayName = id, enabled = true, channels = Array.Empty<string>(), serverId, @override = true });
        await _admin.PutAsync($"/v1/agents/{id}/profile", new { workplaceEmail = $"{id}@acme.example", emailPassword = password });
    }

    private static object Letter(string agentId, string to) => new { sender = new { agentId }, to = new[] { to }, subject = $"To {to}", html = "<p>Hello</p>" };
}
