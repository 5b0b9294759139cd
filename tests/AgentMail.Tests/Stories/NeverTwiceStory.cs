using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>P2: where SMTP cannot tell whether the mail arrived, it is not sent again by itself; where it can, it is.</summary>
public sealed class NeverTwiceStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:Retry:FirstDelay", "00:00:00.200");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_connection_lost_after_the_final_dot_leaves_the_mail_uncertain()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Close));
        await _app.SetUpAnnAsync(server);

        var lost = await _app.SendAsync("maybe@example.net");
        var email = await _app.Admin.WaitForStatusAsync(lost, "uncertain");
        var next = await _app.SendAsync("surely@example.net");
        await _app.Admin.WaitForStatusAsync(next, "sent");

        Assert.Equal("uncertain", (string?)email["lastError"]!["class"]);
        Assert.Equal("queued, sending, uncertain", await _app.HistoryAsync(lost));
        Assert.Equal(1, (int)email["attempt"]!);
    }

    [Fact]
    public async Task Where_the_tenant_has_it_so_it_goes_out_once_more_with_the_same_bytes_and_says_so()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Close));
        await _app.SetUpAnnAsync(server);
        await ResendUncertainAsync();

        var id = await _app.SendAsync("maybe@example.net");
        var email = await _app.Admin.WaitForStatusAsync(id, "sent");

        Assert.Equal("queued, sending, uncertain, queued, sending, sent", await _app.HistoryAsync(id));
        Assert.Equal("possible_duplicate", (string?)Assert.Single(email["warnings"]!.AsArray())!["code"]);
        var sent = JsonNode.Parse((await _app.Admin.ReadAsync($"/v1/emails/{id}/events")).Text)!["items"]!.AsArray();
        Assert.Equal([null, null, null, true, true, true], sent.Select(e => (bool?)e!["data"]!["possibleDuplicate"]));
        var bodies = server.Sessions.SelectMany(s => s.Transactions).Select(t => Convert.ToHexString(t.RawMime ?? [])).ToList();
        Assert.Equal((2, 1), (bodies.Count, bodies.Distinct().Count()));
    }

    [Fact]
    public async Task Only_once_the_second_time_a_person_decides()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Times(2, SmtpStep.FinalDot, Play.Close));
        await _app.SetUpAnnAsync(server);
        await ResendUncertainAsync();

        var id = await _app.SendAsync("maybe@example.net");
        await Eventually.BecomesAsync(() => _app.HistoryAsync(id), history => history == "queued, sending, uncertain, queued, sending, uncertain");
        await _app.Admin.WaitForStatusAsync(await _app.SendAsync("surely@example.net"), "sent");

        Assert.Equal("uncertain", (string?)(await _app.Admin.WaitForStatusAsync(id, "uncertain"))["status"]);
        Assert.Equal(2, (int)(await _app.Admin.WaitForStatusAsync(id, "uncertain"))["attempt"]!);
    }

    [Fact]
    public async Task A_connection_lost_before_the_message_is_tried_again()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.Data, Play.Close));
        await _app.SetUpAnnAsync(server);

        var id = await _app.SendAsync("again@example.net");
        await _app.Admin.WaitForStatusAsync(id, "sent");

        Assert.Equal("queued, sending, delayed, sending, sent", await _app.HistoryAsync(id));
        Assert.Single(server.Deliveries);
    }

    [Fact]
    public async Task Every_attempt_puts_the_same_bytes_on_the_wire()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Times(2, SmtpStep.FinalDot, Play.Reply("451 4.3.0 Later")));
        await _app.SetUpAnnAsync(server);

        var id = await _app.SendAsync("same@example.net");
        await _app.Admin.WaitForStatusAsync(id, "sent");

        var attempts = server.Sessions.SelectMany(s => s.Transactions).Select(t => Convert.ToHexString(t.RawMime ?? [])).ToList();
        Assert.Equal(3, attempts.Count);
        Assert.Single(attempts.Distinct());
    }

    private async Task ResendUncertainAsync()
    {
        var tenant = JsonNode.Parse((await _app.Admin.ReadAsync("/v1/tenant")).Text)!;
        await _app.Admin.PutAsync("/v1/tenant", new { name = (string)tenant["name"]!, uncertain = "resend" });
    }
}
