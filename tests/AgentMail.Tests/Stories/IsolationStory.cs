using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>
/// P3 with ten servers at once: one is dead, one hangs, one defers everything, one refuses the password, and six are healthy. Nothing here
/// is a matter of time: the hanging server hangs until the healthy ones have everything. The figures come from <c>bench -- isolation</c>.
/// </summary>
public sealed class IsolationStory : IAsyncLifetime
{
    private const int EmailsEach = 20;
    private const int Connections = 2;

    private static readonly string[] Healthy = [.. Enumerable.Range(1, 6).Select(i => $"healthy-{i}")];
    private static readonly string[] Sick = ["dead", "hanging", "deferring", "refusing"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AgentMailApp _app = new();
    private readonly TaskCompletionSource _thaw = new();
    private readonly Dictionary<string, ScriptedSmtpServer> _servers = [];

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await SetUpAsync("hanging", new SmtpScript().On(SmtpStep.Greeting, Play.Reply("220 at last").After(_thaw.Task)));
        await SetUpAsync("deferring", new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("451 4.3.0 Try again later")));
        await SetUpAsync("refusing", new SmtpScript().WithAccount("refusing@acme.example", "another one"));
        await _app.SetUpMailboxAsync("dead", Loopback.FreePort(), PlayedServer.Password, limits: new { maxConnections = Connections });
        foreach (var name in Healthy)
            await SetUpAsync(name, new SmtpScript());
    }

    public async ValueTask DisposeAsync()
    {
        _thaw.TrySetResult();
        await _app.DisposeAsync();
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Six_healthy_servers_get_all_their_mail_while_four_sick_ones_have_as_much_waiting()
    {
        var mails = await PostInTurnAsync();
        await _servers["hanging"].WaitForSessionAsync(s => s.IsOpen);

        foreach (var (_, id) in mails.Where(m => Healthy.Contains(m.Sender)))
        {
            await _app.Admin.WaitForStatusAsync(id, "sent", Patience);
            Assert.Equal("queued, sending, sent", await _app.HistoryAsync(id));
        }
        foreach (var name in Healthy)
            Assert.Equal(EmailsEach, _servers[name].Deliveries.Count);
        foreach (var (_, id) in mails.Where(m => Sick.Contains(m.Sender)))
            Assert.NotEqual("sent", (await _app.Admin.ReadAsync($"/v1/emails/{id}"))["status"]);

        // What is sick stays within its own bounds, and what only hung is not lost.
        Assert.InRange(_servers["hanging"].PeakConnections, 1, Connections);
        Assert.InRange(_servers["refusing"].Sessions.Sum(s => s.SignInAttempts.Count), 1, 2);
        _thaw.SetResult();
        foreach (var (_, id) in mails.Where(m => m.Sender == "hanging"))
            await _app.Admin.WaitForStatusAsync(id, "sent", Patience);
    }

    /// <summary>One email of each sender after the other, as they come in over a day.</summary>
    private async Task<List<(string Sender, string Id)>> PostInTurnAsync()
    {
        var senders = Enumerable.Range(0, EmailsEach).SelectMany(_ => Sick.Concat(Healthy)).ToList();
        var items = senders.Select((agentId, i) => new { sender = new { agentId }, to = new[] { $"nr-{i}@example.net" }, subject = "Hi", text = "Hello" });
        var answer = await _app.Admin.PostAsync("/v1/emails/batch", new { items });
        return [.. senders.Zip(answer["items"]!.AsArray().Select(item => (string)item!["id"]!))];
    }

    private Task SetUpAsync(string name, SmtpScript script)
    {
        _servers.Add(name, ScriptedSmtpServer.Start(script));
        return _app.SetUpMailboxAsync(name, _servers[name].Port, PlayedServer.Password, limits: new { maxConnections = Connections });
    }
}
