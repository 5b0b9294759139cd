using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>Failures reach the people they concern by email, through the default server, once, and never in a circle.</summary>
public sealed class NoticeStory : IAsyncLifetime
{
    private const string Tenant = """{"name": "Acme", "contactAddress": "it@acme.example", "failureNotices": true}""";

    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Retry:FirstDelay", "00:00:00.200");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_agent_is_told_which_email_failed_for_whom_and_what_the_server_said()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().OnRecipient("nobody@example.net", "550 5.1.1 <no> such user"));
        await _app.SetUpAnnAsync(server);
        await _app.Admin.PutAsync("/v1/tenant", Tenant);

        var id = await _app.SendAsync("nobody@example.net");
        await _app.Admin.WaitForStatusAsync(id, "failed");

        var notice = await NoticeToAsync(PlayedServer.Address);
        Assert.Equal(("tenant", "default"), (notice.GetProperty("sender").GetProperty("kind").GetString(), notice.GetProperty("sender").GetProperty("id").GetString()));
        Assert.Equal("Not sent: Hi", notice.GetProperty("subject").GetString());
        await _app.Admin.WaitForStatusAsync(notice.GetProperty("id").GetString()!, "sent");
        var raw = (await _app.Admin.ReadAsync($"/v1/emails/{notice.GetProperty("id").GetString()}/raw")).Text;
        Assert.Contains("Auto-Submitted: auto-generated", raw, StringComparison.Ordinal);
        Assert.Contains("nobody@example.net", raw, StringComparison.Ordinal);
        Assert.Contains("550 5.1.1 &lt;no&gt; such user", raw.Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(PlayedServer.Address, server.Sessions.SelectMany(s => s.Transactions).SelectMany(t => t.Recipients));
    }

    [Fact]
    public async Task A_pause_is_told_to_the_agent_and_a_notice_that_fails_to_nobody()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount(PlayedServer.Address, PlayedServer.Password));
        await using var refusing = ScriptedSmtpServer.Start(new SmtpScript().OnRecipient(PlayedServer.Address, "550 5.1.1 no such user"));
        await _app.SetUpAnnAsync(server);
        await _app.Admin.PutAsync("/v1/tenant", Tenant);
        await _app.Admin.PutAsync("/v1/servers/default", new
        {
            name = "Default",
            host = refusing.Host,
            port = refusing.Port,
            security = "none",
            authentication = "none",
            fromAddress = "desk@acme.example",
            isDefault = true,
        });
        await _app.SavePasswordAsync("wrong");

        await _app.Admin.WaitForStatusAsync(await _app.SendAsync("bob@example.net"), "held");

        var notice = await NoticeToAsync(PlayedServer.Address);
        Assert.Equal("Paused: ann@acme.example cannot send", notice.GetProperty("subject").GetString());
        Assert.Equal("desk@acme.example", notice.GetProperty("from").GetString());
        await _app.Admin.WaitForStatusAsync(notice.GetProperty("id").GetString()!, "failed");
        await PastAllEventsAsync();
        Assert.Single(await NoticesAsync());
    }

    [Fact]
    public async Task Without_the_setting_nobody_is_told_and_switching_it_on_tells_of_nothing_past()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().OnRecipient("nobody@example.net", "550 5.1.1 no such user"));
        await _app.SetUpAnnAsync(server);
        await _app.Admin.WaitForStatusAsync(await _app.SendAsync("nobody@example.net"), "failed");
        await PastAllEventsAsync();

        await _app.Admin.PutAsync("/v1/tenant", Tenant);
        var told = await _app.SendAsync("nobody@example.net");
        await _app.Admin.WaitForStatusAsync(told, "failed");

        await NoticeToAsync(PlayedServer.Address);
        await PastAllEventsAsync();
        Assert.Single(await NoticesAsync());
    }

    private Task<JsonElement> NoticeToAsync(string address) => Eventually.BecomesAsync(
        async () => (await NoticesAsync()).FirstOrDefault(e => e.GetProperty("to")[0].GetProperty("address").GetString() == address), e => e.ValueKind == JsonValueKind.Object);

    private async Task<IReadOnlyList<JsonElement>> NoticesAsync() =>
        [.. (await _app.Admin.ReadAsync("/v1/emails")).Body.GetProperty("items").EnumerateArray().Where(e => e.GetProperty("sender").GetProperty("kind").GetString() == "tenant")];

    /// <summary>Waits until the sink has read all that is in the log now.</summary>
    private async Task PastAllEventsAsync()
    {
        var database = (AgentMail.Core.Storage.Database)_app.Services.GetService(typeof(AgentMail.Core.Storage.Database))!;
        await Eventually.BecomesAsync(
            async () =>
            {
                await using var db = database.Read();
                return db.SinkCursors.Single(c => c.Sink == "notices").Number >= db.EventCounters.Single().Last;
            }, done => done);
    }
}
