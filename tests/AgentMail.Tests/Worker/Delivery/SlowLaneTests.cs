using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Delivery;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Worker.Delivery;

/// <summary>A lane slows down, and not the message that heard of it; it signs in once at a time.</summary>
public sealed class SlowLaneTests
{
    private static readonly (string, string) Long = ("AgentMail:Delivery:RateBackoff", "00:30:00");

    [Fact]
    public async Task One_email_meets_the_rate_limit_and_the_others_stay_queued_untouched()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.MailFrom, Play.Reply("421 4.7.0 Too fast").Then(Play.Close)));
        await using var worker = await RunningWorker.StartAsync(null, ("AgentMail:Delivery:RateBackoff", "00:00:01"));
        await worker.AddAgentAsync("ann", server);

        var first = await worker.SendAsync("ann", "first@example.net");
        var delayed = await worker.WaitForAsync(first, EmailStatus.Delayed);
        var others = new List<string>();
        for (var i = 0; i < 5; i++)
            others.Add(await worker.SendAsync("ann", $"c{i}@example.net"));
        var slowness = (await worker.SlownessOfAsync("ann"))!;
        Assert.Equal((slowness.Until, 1, 1), (delayed.NextActionAt!.Value, delayed.Attempt, delayed.AttemptsForgiven));

        foreach (var id in others)
            Assert.Equal(["email.queued", "email.sending", "email.sent"], await worker.EventsAsync((await worker.WaitForAsync(id, EmailStatus.Sent)).Id));
        await worker.WaitForAsync(first, EmailStatus.Sent);
        await using var db = worker.Get<Database>().Read();
        var sending = await db.Events.Where(e => e.Type == "email.sending").OrderBy(e => e.Number).Select(e => e.Timestamp).ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(sending.Skip(1), began => Assert.True(began >= slowness.Until, "An attempt began before the time."));
        Assert.Null(await worker.SlownessOfAsync("ann"));
    }

    /// <summary>Ten thousand emails for a dead server must not be ten thousand connections.</summary>
    [Fact]
    public async Task A_server_that_cannot_be_reached_is_probed_by_one_email_at_a_time()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Greeting, Play.Close));
        await using var worker = await RunningWorker.StartAsync(null, ("AgentMail:Delivery:UnreachableBackoff", "00:30:00"));
        await worker.AddAgentAsync("ann", server);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => worker.SendAsync("ann", $"c{i}@example.net")));
        await Eventually.BecomesAsync(() => worker.SlownessOfAsync("ann"), slowness => slowness is not null);
        await PassSweepsAsync(worker);

        Assert.Single(server.Sessions);
        var emails = await Task.WhenAll(ids.Select(worker.LoadAsync));
        Assert.Equal((1, 7), (emails.Count(e => e.Status == EmailStatus.Delayed), emails.Count(e => (e.Status, e.Attempt) == (EmailStatus.Queued, 0))));

        // Whoever mends the account need not wait.
        server.Script.On(SmtpStep.Greeting, Play.Reply("220 welcome back"));
        await worker.SetPasswordAsync("ann", "right");
        foreach (var id in ids)
            await worker.WaitForAsync(id, EmailStatus.Sent);
    }

    [Fact]
    public async Task A_broken_transaction_slows_nobody_down()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.RcptTo, Play.Close));
        await using var worker = await RunningWorker.StartAsync(null, Long, ("AgentMail:Delivery:UnreachableBackoff", "00:30:00"));
        await worker.AddAgentAsync("ann", server);

        await worker.WaitForAsync(await worker.SendAsync("ann", "bob@example.net"), EmailStatus.Sent);
    }

    [Fact]
    public async Task What_grows_too_old_behind_a_slow_lane_ends_failed_with_the_lanes_trouble()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("450 4.2.1 Too fast")));
        await using var worker = await RunningWorker.StartAsync(null, ("AgentMail:Retry:MaxAge", "00:00:01"), ("AgentMail:Delivery:RateBackoff", "00:00:00.300"));
        await worker.AddAgentAsync("ann", server, limits: new(1, null, null));

        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => worker.SendAsync("ann", $"c{i}@example.net")));

        foreach (var id in ids)
            Assert.Equal((FailureReason.Expired, 450), await worker.WaitForAsync(id, EmailStatus.Failed) is { LastError: { } e } ? (e.Reason, e.Reply!.Code) : default);
        Assert.InRange(server.Sessions.Sum(s => s.Transactions.Count), 1, 11);
    }

    [Fact]
    public async Task A_wrong_password_costs_exactly_two_sign_ins_however_much_mail_waits()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { RequiresAuthentication = true }.WithAccount("ann@acme.example", "right"));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, "wrong", limits: new(10, null, null));

        var ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => worker.SendAsync("ann", $"c{i}@example.net")));
        foreach (var id in ids)
            await worker.WaitForAsync(id, EmailStatus.Held);

        Assert.Equal(SettlementPolicy.RefusalsBeforePause, server.Sessions.Sum(s => s.SignInAttempts.Count));
        Assert.Equal(1, server.PeakConnections);
    }

    /// <summary>452 4.5.3: no wish for less mail, so nobody waits.</summary>
    [Fact]
    public async Task Recipients_over_the_servers_limit_get_the_message_in_further_transactions()
    {
        await using var server = ScriptedSmtpServer.Start(
            new SmtpScript().On(SmtpStep.RcptTo, Play.Reply("452 4.5.3 Too many recipients"), (session, _) => session.Transactions[^1].Recipients.Count > 2));
        await using var worker = await RunningWorker.StartAsync(null, Long, ("AgentMail:Retry:FirstDelay", "00:30:00"));
        await worker.AddAgentAsync("ann", server);

        var email = await worker.WaitForAsync(await worker.SendAsync("ann", [.. Enumerable.Range(0, 5).Select(i => $"c{i}@example.net")]), EmailStatus.Sent);

        Assert.Equal([2, 2, 1], server.Deliveries.Select(d => d.Recipients.Count));
        Assert.Equal((3, 2), (email.Attempt, email.AttemptsForgiven));
        Assert.Single(server.Sessions);
        Assert.Null(await worker.SlownessOfAsync("ann"));
    }

    [Fact]
    public async Task Connections_are_opened_one_after_another()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.Auth, Play.Reply("235 2.7.0 ok").After(gate.Task)));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, limits: new(3, null, null));

        var ids = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => worker.SendAsync("ann", $"c{i}@example.net")));
        await server.WaitForSessionAsync(s => s.Verbs.Contains("AUTH"));
        Assert.Single(await Task.WhenAll(ids.Select(worker.LoadAsync)), e => e.Attempt > 0);
        gate.SetResult();

        foreach (var id in ids)
            await worker.WaitForAsync(id, EmailStatus.Sent);
    }

    /// <summary>What goes out on a connection that signed in before says nothing about the password of now.</summary>
    [Fact]
    public async Task A_message_on_a_kept_connection_does_not_end_a_pause()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { RequiresAuthentication = true }.WithAccount("ann@acme.example", "right")
            .On(SmtpStep.Data, Play.Reply("354 go on").After(gate.Task)));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server);
        var slow = await worker.SendAsync("ann", "slow@example.net");
        await server.WaitForSessionAsync(s => s.Verbs.Contains("DATA"));

        server.Script.WithAccount("ann@acme.example", "changed at the provider");
        var held = await worker.SendAsync("ann", "held@example.net");
        await worker.WaitForAsync(held, EmailStatus.Held);
        gate.SetResult();
        await worker.WaitForAsync(slow, EmailStatus.Sent);

        Assert.DoesNotContain("identity.recovered", await worker.EventsAsync(null));
        Assert.NotNull(await worker.Get<LaneStore>().PauseOfAsync(RunningWorker.LaneOf("ann"), TestContext.Current.CancellationToken));
    }

    /// <summary>A neighbour's mail is tried a second time by a sweep; several have passed then.</summary>
    private static async Task PassSweepsAsync(RunningWorker worker)
    {
        await using var neighbour = ScriptedSmtpServer.Start(new SmtpScript().Times(3, SmtpStep.MailFrom, Play.Reply("451 4.3.0 later")));
        await worker.AddAgentAsync("bob", neighbour);
        await worker.WaitForAsync(await worker.SendAsync("bob", "sweep@example.net"), EmailStatus.Sent);
    }
}
