using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories;

/// <summary>P1: a fault of our own ends in a state that a person can see, and not in a mail that is "sending" for ever.</summary>
public sealed class FaultStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new AgentMailApp().With("Logging:LogLevel:AgentMail.Worker.Delivery", "None");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_mail_that_cannot_even_be_tried_fails_and_its_neighbours_are_sent()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);
        var broken = await _app.SendAsync("nobody@example.net", TimeProvider.System.GetUtcNow().AddSeconds(1));
        await _app.Services.GetRequiredService<Database>().WriteAsync((tx, ct) => tx.Db.Recipients.Where(r => r.EmailId == broken).ExecuteDeleteAsync(ct), TestContext.Current.CancellationToken);

        var email = await _app.Admin.WaitForStatusAsync(broken, "failed");
        var neighbour = await _app.SendAsync("neighbour@example.net");

        Assert.Equal("permanent", (string?)email["lastError"]!["class"]);
        await _app.Admin.WaitForStatusAsync(neighbour, "sent");
    }
}
