using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>P3: a server that hangs delays nobody else's mail.</summary>
public sealed class NeighbourStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new();

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Mail_behind_a_hanging_server_waits_alone()
    {
        var thaw = new TaskCompletionSource();
        await using var frozen = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Greeting, Play.Reply("220 at last").After(thaw.Task)));
        await _app.SetUpAnnAsync(frozen);
        await _app.Admin.PutAsync("/v1/agents/ben", new { displayName = "Ben", enabled = true, channels = Array.Empty<string>() });
        await _app.Admin.PutAsync("/v1/agents/ben/profile", new { workplaceEmail = "ben@acme.example" });

        var stuck = new List<string>();
        for (var i = 0; i < 5; i++)
            stuck.Add(await _app.SendAsync($"stuck-{i}@example.net"));
        await frozen.WaitForSessionAsync(s => s.IsOpen);
        var free = await _app.Admin.PostAsync("/v1/emails", new { sender = new { agentId = "ben" }, to = new[] { "free@example.net" }, subject = "Hi", text = "Hello" });

        await _app.Admin.WaitForStatusAsync((string)free["id"]!, "sent");
        foreach (var id in stuck)
            Assert.DoesNotContain("sent", await _app.HistoryAsync(id), StringComparison.Ordinal);

        thaw.SetResult();
        foreach (var id in stuck)
            await _app.Admin.WaitForStatusAsync(id, "sent");
    }
}
