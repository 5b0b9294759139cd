using AgentMail.Contracts.Commands;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.TestKit.Smtp;
using AgentMail.TestKit.Storage;

namespace AgentMail.Tests.Worker.Delivery;

/// <summary>P4: what cannot be sent as things stand is held, nothing is lost, and the next change lets it go.</summary>
public sealed class LanePauseTests
{
    [Fact]
    public async Task A_wrong_password_delays_then_holds_and_the_right_one_sends()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { RequiresAuthentication = true }.WithAccount("ann@acme.example", "right"));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, "wrong");

        var held = await worker.WaitForAsync(await worker.SendAsync("ann", "bob@example.net"), EmailStatus.Held);
        Assert.Equal((FailureReason.CredentialsRefused, 535), (held.LastError!.Reason, held.LastError.Reply!.Code));
        Assert.Equal(
            ["email.queued", "email.sending", "email.delayed", "email.sending", "email.held"], await worker.EventsAsync(held.Id));
        Assert.Equal(1, (await worker.EventsAsync(null)).Count(type => type == "identity.paused"));

        // Paused: what comes now is held without another sign-in, which a server might answer by locking the account.
        var signIns = server.Sessions.Sum(s => s.SignInAttempts.Count);
        var second = await worker.WaitForAsync(await worker.SendAsync("ann", "cy@example.net"), EmailStatus.Held);
        Assert.Equal((0, signIns), (second.Attempt, server.Sessions.Sum(s => s.SignInAttempts.Count)));

        await worker.SetPasswordAsync("ann", "right");

        await worker.WaitForAsync(held.Id, EmailStatus.Sent);
        await worker.WaitForAsync(second.Id, EmailStatus.Sent);
        Assert.Equal(["identity.paused", "identity.recovered"], (await worker.EventsAsync(null)).Where(type => type.StartsWith("identity.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_identitys_wrong_password_holds_nobody_elses_mail()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().WithAccount("bob@acme.example", "right"));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, "wrong");
        await worker.AddAgentAsync("bob", server);
        await worker.WaitForAsync(await worker.SendAsync("ann", "c@example.net"), EmailStatus.Held);

        await worker.WaitForAsync(await worker.SendAsync("bob", "c@example.net"), EmailStatus.Sent);
    }

    /// <summary>The change that made it wait must not count as the change that releases it: that went round and round.</summary>
    [Theory]
    [InlineData("disabled")]
    [InlineData("without a password")]
    public async Task Mail_of_a_sender_who_may_not_send_by_now_is_held_once_until_that_changes(string how)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("451 4.3.0 later"), about: "ann@acme.example"));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server);
        await worker.AddAgentAsync("bob", server);
        var id = await worker.SendAsync("ann", "c@example.net");
        await worker.WaitForAsync(id, EmailStatus.Delayed);

        await worker.Desk.ApplyAsync(how == "disabled"
            ? Change.Agent("ann", enabled: false, serverId: "ann-server", @override: true)
            : Change.Profile("ann", password: SecretChange.Clear));
        await worker.WaitForAsync(id, EmailStatus.Held);
        var events = await worker.EventsAsync(id);
        await PassSweepsAsync(worker, server);
        Assert.Equal(events, await worker.EventsAsync(id));

        server.Script.On(SmtpStep.MailFrom, Play.Reply("250 2.1.0 Ok"));
        await worker.Desk.ApplyAsync(Change.Agent("ann", serverId: "ann-server", @override: true));
        await worker.SetPasswordAsync("ann", "right");
        await worker.WaitForAsync(id, EmailStatus.Sent);
    }

    /// <summary>Each of these is tried twice, and a sweep finds the second try: several have passed when the last one is sent.</summary>
    private static async Task PassSweepsAsync(RunningWorker worker, ScriptedSmtpServer server)
    {
        for (var i = 0; i < 3; i++)
        {
            server.Script.Once(SmtpStep.MailFrom, Play.Reply("451 4.3.0 later"), about: "bob@acme.example");
            await worker.WaitForAsync(await worker.SendAsync("bob", $"sweep{i}@example.net"), EmailStatus.Sent);
        }
    }
}
