using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Monitor;

/// <summary>
/// A contact centre on the program as people start it. Ann and the channel support send into the sandbox; the server of Ben refuses his
/// password, that of Cleo defers, and that of Dan refuses his recipients. And an empty one beside it.
/// </summary>
public sealed class MonitorScenery : IAsyncLifetime
{
    private const string OperatorKey = "operator-of-monitor-tests-0123456789";

    private readonly ScriptedSmtpServer _refusing = ScriptedSmtpServer.Start(new SmtpScript().WithAccount("nobody", "nobody"));
    private readonly ScriptedSmtpServer _deferring = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("451 4.7.1 Greylisted, please try again later")));
    private readonly ScriptedSmtpServer _rejecting = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.RcptTo, Play.Reply("550 5.1.1 No such mailbox here")));
    private Embedded? _installation;

    public Uri Address => _installation!.Address;

    public HttpClient Admin => _installation!.Admin;

    public ChromiumBrowser Browser { get; } = new();

    /// <summary>A key of role monitor of the busy contact centre.</summary>
    public string MonitorKey { get; private set; } = "";

    /// <summary>A key of role sender of the same.</summary>
    public string SenderKey { get; private set; } = "";

    /// <summary>The key of a contact centre without anything.</summary>
    public string EmptyKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _installation = await Embedded.StartAsync(settings: new Dictionary<string, string>
        {
            ["AgentMail__OperatorKey"] = OperatorKey,
            ["AgentMail__Retry__FirstDelay"] = "00:00:00.500",
        });
        await Browser.InitializeAsync();
        await Admin.PutAsync("/v1/channels/support", new { name = "Support", address = "support@acme.example", displayName = "Acme Support" });
        await Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann Archer", channels = new[] { "support" } });
        await Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example" });
        await AddMailboxAsync("ben", _refusing);
        await AddMailboxAsync("cleo", _deferring);
        await AddMailboxAsync("dan", _rejecting);
        MonitorKey = await KeyAsync("monitor");
        SenderKey = await KeyAsync("sender");
        using var @operator = new HttpClient { BaseAddress = Address };
        @operator.DefaultRequestHeaders.Authorization = new("Bearer", OperatorKey);
        EmptyKey = (string)(await @operator.PostAsync("/v1/tenants", new { id = "empty", name = "Empty" }))["adminKey"]!;
    }

    /// <summary>Sends, and does not wait for what becomes of it.</summary>
    public async Task<string> SendAsync(object sender, string subject, object? to = null) =>
        (string)(await Admin.PostAsync("/v1/emails", new { sender, to = new[] { to ?? "bob@example.net" }, subject, text = "Hello" }))["id"]!;

    public Task<string> SendAsAsync(string agentId, string subject = "Your case 4711") => SendAsync(new { agentId }, subject);

    /// <summary>Ids of the log's events of these emails, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventIdsAsync(IEnumerable<string> emailIds)
    {
        var ids = new List<string>();
        foreach (var emailId in emailIds)
        {
            var events = JsonNode.Parse((await Admin.ReadAsync($"/v1/emails/{emailId}/events")).Text)!;
            ids.AddRange(events["items"]!.AsArray().Select(e => (string)e!["id"]!));
        }
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <summary>How many emails stand how, by the server's own counts.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync() =>
        JsonNode.Parse((await Admin.ReadAsync("/v1/stats")).Text)!["byStatus"]!.AsObject().ToDictionary(c => c.Key, c => (int)c.Value!);

    /// <summary>Waits until nothing is on its way; whatever was when the power was cut may stay uncertain.</summary>
    public Task SettledAsync() => Eventually.BecomesAsync(
        CountsAsync, counts => counts["queued"] + counts["sending"] + counts["delayed"] == 0, TimeSpan.FromSeconds(90));

    /// <summary>As a power cut would end it, and starts it anew.</summary>
    public Task RestartAsync() => _installation!.RestartAsync();

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        if (_installation is not null)
            await _installation.DisposeAsync();
        foreach (var server in new[] { _refusing, _deferring, _rejecting })
            await server.DisposeAsync();
    }

    private async Task AddMailboxAsync(string agent, ScriptedSmtpServer server)
    {
        await Admin.PutAsync($"/v1/servers/mail-of-{agent}", new
        {
            name = agent,
            host = "127.0.0.1",
            port = server.Port,
            security = "none",
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
        });
        await Admin.PutAsync($"/v1/agents/{agent}", new { displayName = agent, serverId = $"mail-of-{agent}", @override = true });
        await Admin.PutAsync($"/v1/agents/{agent}/profile", new { workplaceEmail = $"{agent}@acme.example", emailPassword = "password-of-" + agent });
    }

    private async Task<string> KeyAsync(string role) => (string)(await Admin.PostAsync("/v1/api-keys", new { name = role, role }))["key"]!;
}
