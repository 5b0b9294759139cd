using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories;

/// <summary>What a contact centre keeps, it keeps as long as it said, and no longer.</summary>
public sealed class RetentionStory : IAsyncLifetime
{
    private const string Mail = """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "subject": "Hi", "text": "Hello"}""";

    private readonly ShiftedClock _clock = new();
    private readonly AgentMailApp _app;

    public RetentionStory() => _app = new AgentMailApp { Clock = _clock }.With("AgentMail:Retention:Interval", "00:00:00.050").With("Logging:LogLevel:AgentMail.Worker.Delivery", "None");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_message_goes_first_then_the_history_and_last_the_email_itself()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Close, about: null));
        await _app.SetUpAnnAsync(server);
        await KeepAsync(_app.Admin, bodyDays: 10, eventDays: 20);
        var longer = await _app.OtherTenantAsync("longer");
        await KeepAsync(longer, bodyDays: 100, eventDays: 100);
        var (uncertain, sent) = (await SendAsync(_app.Admin, "uncertain"), await SendAsync(_app.Admin, "sent"));
        var theirs = await SendByDefaultAsync(longer);
        var held = await _app.SendAsync("bob@example.net", _clock.GetUtcNow().AddDays(1));
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = false, channels = Array.Empty<string>(), serverId = "played", @override = true });

        _clock.Advance(TimeSpan.FromDays(11));
        await _app.Admin.WaitForStatusAsync(held, "held");
        await Eventually.BecomesAsync(() => _app.Admin.ReadAsync($"/v1/emails/{sent}/raw"), raw => raw.Status == 404);

        Assert.Contains("no longer kept", (await _app.Admin.ReadAsync($"/v1/emails/{sent}/raw"))["detail"], StringComparison.Ordinal);
        Assert.Equal("queued, sending, sent", await _app.HistoryAsync(sent));
        Assert.Equal([held, sent, uncertain], await ListAsync(_app.Admin));

        _clock.Advance(TimeSpan.FromDays(10));
        await Eventually.BecomesAsync(() => ListAsync(_app.Admin), list => !list.Contains(sent));

        Assert.Equal(404, (await _app.Admin.ReadAsync($"/v1/emails/{sent}")).Status);
        Assert.Equal([held, uncertain], await ListAsync(_app.Admin));
        await Eventually.BecomesAsync(() => EventsAsync(_app.Admin, sent), events => events == 0);
        foreach (var (client, id) in new[] { (_app.Admin, held), (_app.Admin, uncertain), (longer, theirs) })
            Assert.Equal(200, (await client.ReadAsync($"/v1/emails/{id}/raw")).Status);
        Assert.Equal(3, await EventsAsync(longer, theirs));
    }

    [Fact]
    public async Task A_failed_email_can_be_tried_again_while_its_message_is_kept_and_counts_anew_from_then_on()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Times(2, SmtpStep.RcptTo, Play.Reply("550 5.1.1 no such user")));
        await _app.SetUpAnnAsync(server);
        await KeepAsync(_app.Admin, bodyDays: 10, eventDays: 20);
        var (retried, left) = (await SendAsync(_app.Admin, "failed"), await SendAsync(_app.Admin, "failed"));

        _clock.Advance(TimeSpan.FromDays(9));
        await _app.Admin.PostAsync($"/v1/emails/{retried}/retry", new { });
        await _app.Admin.WaitForStatusAsync(retried, "sent");
        _clock.Advance(TimeSpan.FromDays(2));
        await Eventually.BecomesAsync(() => _app.Admin.ReadAsync($"/v1/emails/{left}/raw"), raw => raw.Status == 404);

        Assert.Equal(200, (await _app.Admin.ReadAsync($"/v1/emails/{retried}/raw")).Status);
        var late = await _app.Admin.PostAsync($"/v1/emails/{left}/retry", "{}");
        Assert.Equal((409, "conflict"), (late.Status, late.Code));
    }

    [Fact]
    public async Task Keys_and_finished_configuration_changes_go_and_a_reused_key_is_a_new_request()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);
        await KeepAsync(_app.Admin, bodyDays: 1, eventDays: 1);
        var first = (await _app.Admin.PostAsync("/v1/emails", Mail, ("Idempotency-Key", "k1")))["id"]!;
        await _app.Admin.WaitForStatusAsync(first, "sent");
        Assert.NotEqual((0, 0), await LeftAsync());

        _clock.Advance(TimeSpan.FromDays(8));
        await Eventually.BecomesAsync(LeftAsync, left => left == (0, 0));

        var second = await _app.Admin.PostAsync("/v1/emails", Mail, ("Idempotency-Key", "k1"));
        Assert.Equal(202, second.Status);
        Assert.NotEqual(first, second["id"]);
    }

    private async Task<(int Operations, int Keys)> LeftAsync()
    {
        await using var db = _app.Services.GetRequiredService<Database>().Read();
        return (await db.Operations.CountAsync(), await db.IdempotencyRecords.CountAsync());
    }

    private static Task KeepAsync(HttpClient client, int bodyDays, int eventDays) =>
        client.PutAsync("/v1/tenant", new { name = "Acme", retention = new { bodyDays, eventDays } });

    private static async Task<string> SendAsync(HttpClient client, string until)
    {
        var id = (await client.PostAsync("/v1/emails", Mail))["id"]!;
        await client.WaitForStatusAsync(id, until);
        return id;
    }

    /// <summary>Through the sandbox with which a tenant begins.</summary>
    private static async Task<string> SendByDefaultAsync(HttpClient client)
    {
        await client.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = true, channels = Array.Empty<string>() });
        await client.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@longer.example" });
        return await SendAsync(client, "sent");
    }

    private static async Task<int> EventsAsync(HttpClient client, string emailId) =>
        (await client.ReadAsync($"/v1/events?emailId={emailId}")).Body.GetProperty("items").GetArrayLength();

    private static async Task<IReadOnlyList<string>> ListAsync(HttpClient client) =>
        [.. (await client.ReadAsync("/v1/emails")).Body.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()!)];
}
