using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>P1: what was accepted survives a stop, and a start goes on where it ended.</summary>
public sealed class RestartStory : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agentmail-restart-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Configuration_mail_and_keys_are_there_after_a_restart()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount(PlayedServer.Address, PlayedServer.Password));
        string sent, waiting;
        await using (var app = await StartAsync())
        {
            await app.SetUpAnnAsync(server);
            sent = await app.SendAsync("first@example.net");
            await app.Admin.WaitForStatusAsync(sent, "sent");
            waiting = await app.SendAsync("later@example.net", TimeProvider.System.GetUtcNow().AddDays(1));
        }

        await using var restarted = await StartAsync();

        Assert.Equal("queued, sending, sent", await restarted.HistoryAsync(sent));
        Assert.Equal("scheduled", await restarted.HistoryAsync(waiting));
        Assert.Equal(200, (await restarted.Admin.ReadAsync($"/v1/emails/{sent}/raw")).Status);
        var next = await restarted.SendAsync("second@example.net");
        await restarted.Admin.WaitForStatusAsync(next, "sent");
        Assert.Equal(PlayedServer.Address, (await server.WaitForDeliveryAsync("second@example.net")).SignedInAs);
    }

    [Fact]
    public async Task Mail_that_waited_for_a_dead_server_goes_out_after_a_restart()
    {
        var port = Loopback.FreePort();
        string id;
        await using (var app = await StartAsync())
        {
            await using (var placeholder = ScriptedSmtpServer.StartOn(port))
                await app.SetUpAnnAsync(placeholder);
            id = await app.SendAsync("patient@example.net");
            await app.Admin.WaitForStatusAsync(id, "delayed");
        }

        await using var server = ScriptedSmtpServer.StartOn(port);
        await using var restarted = await StartAsync();
        await restarted.Admin.WaitForStatusAsync(id, "sent");

        Assert.Single(await server.WaitForDeliveriesAsync(1));
        Assert.Equal("queued, sending, delayed, sending, sent", await restarted.HistoryAsync(id));
    }

    private async Task<AgentMailApp> StartAsync()
    {
        var app = new AgentMailApp().With("AgentMail:DataDirectory", _data.FullName).With("AgentMail:Retry:FirstDelay", "00:00:03");
        await app.InitializeAsync();
        return app;
    }
}
