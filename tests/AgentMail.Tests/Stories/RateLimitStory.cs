using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>P3: a server that says "too fast" slows its account down, and not the mail that happened to hear it.</summary>
public sealed class RateLimitStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new AgentMailApp()
        .With("AgentMail:Delivery:RateBackoff", "00:00:02").With("Logging:LogLevel:AgentMail.Worker.Delivery", "Error");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task One_mail_hears_it_the_others_stay_queued_and_all_go_when_the_time_is_over()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.MailFrom, Play.Reply("421 4.7.0 Too many messages, slow down").Then(Play.Close)));
        await _app.SetUpAnnAsync(server, limits: new { maxConnections = 4 });

        var first = await _app.SendAsync("first@example.net");
        var delayed = await _app.Admin.WaitForStatusAsync(first, "delayed");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(await _app.SendAsync($"nr-{i}@example.net"));
        var warnings = (await _app.Admin.ReadAsync("/v1/agents/ann/profile")).Body.GetProperty("warnings").GetRawText();
        var preview = await _app.Admin.PostAsync(
            "/v1/emails/preview", new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, subject = "Hi", text = "Hello" });

        Assert.Equal((421, 1), ((int)delayed["lastError"]!["code"]!, (int)delayed["attempt"]!));
        Assert.Contains("account_slowed", warnings, StringComparison.Ordinal);
        Assert.Contains("slow down", warnings, StringComparison.Ordinal);
        Assert.Contains("account_slowed", preview["warnings"]!.ToJsonString(), StringComparison.Ordinal);

        foreach (var id in ids)
        {
            await _app.Admin.WaitForStatusAsync(id, "sent");
            Assert.Equal("queued, sending, sent", await _app.HistoryAsync(id));
        }
        await _app.Admin.WaitForStatusAsync(first, "sent");
        Assert.Equal("queued, sending, delayed, sending, sent", await _app.HistoryAsync(first));
        Assert.Equal("[]", (await _app.Admin.ReadAsync("/v1/agents/ann/profile")).Body.GetProperty("warnings").GetRawText());
    }

    [Fact]
    public async Task An_admin_sees_which_limits_hold()
    {
        await _app.Admin.PutAsync("/v1/servers/microsoft", new { name = "M", kind = "smtp", host = "smtp.office365.com", fromAddress = "a@acme.example", limits = new { messagesPerMinute = 10 } });
        await _app.Admin.PutAsync("/v1/servers/own", new { name = "O", kind = "smtp", host = "smtp.acme.example", fromAddress = "a@acme.example" });

        var microsoft = (await _app.Admin.ReadAsync("/v1/servers/microsoft")).Body;
        var own = (await _app.Admin.ReadAsync("/v1/servers/own")).Body;

        Assert.Equal("""{"maxConnections":3,"messagesPerMinute":10,"maxMessageBytes":null}""", microsoft.GetProperty("effectiveLimits").GetRawText());
        Assert.Equal("""{"maxConnections":4,"messagesPerMinute":null,"maxMessageBytes":null}""", own.GetProperty("effectiveLimits").GetRawText());
    }
}
