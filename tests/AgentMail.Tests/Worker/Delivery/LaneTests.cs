using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.TestKit.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Worker.Delivery;

/// <summary>A lane from the ring to the row, against a server that plays what real ones do.</summary>
public sealed class LaneTests
{
    [Fact]
    public async Task One_kept_connection_carries_several_emails()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, limits: new(1, null, null));

        foreach (var i in Enumerable.Range(0, 5))
            await worker.WaitForAsync(await worker.SendAsync("ann", $"c{i}@example.net"), EmailStatus.Sent);

        var session = Assert.Single(server.Sessions);
        Assert.Equal((5, "ann@acme.example"), (session.Transactions.Count, session.SignedInAs));
        Assert.All(server.Deliveries, d => Assert.Equal(("ann@acme.example", "ann@acme.example"), (d.EnvelopeSender, d.Parse().From.Mailboxes.Single().Address)));
    }

    [Fact]
    public async Task No_more_connections_are_open_than_the_mailbox_allows()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Data, Play.Reply("354 go on").After(gate.Task)));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, limits: new(2, null, null));

        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => worker.SendAsync("ann", $"c{i}@example.net")));
        await Eventually.TrueAsync(() => server.Sessions.Count(s => s.Verbs.Contains("DATA")) == 2);
        gate.SetResult();

        foreach (var id in ids)
            await worker.WaitForAsync(id, EmailStatus.Sent);
        Assert.Equal(2, server.PeakConnections);
    }

    [Fact]
    public async Task No_more_messages_go_out_in_a_minute_than_the_mailbox_allows()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var server = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync(clock);
        await worker.AddAgentAsync("ann", server, limits: new(null, 3, null));
        await worker.AddAgentAsync("bob", server);

        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(await worker.SendAsync("ann", $"c{i}@example.net"));
        await server.WaitForDeliveriesAsync(3);
        clock.Advance(TimeSpan.FromSeconds(59));
        // Bob's mail goes out meanwhile, and after it ann's would have.
        await worker.WaitForAsync(await worker.SendAsync("bob", "later@example.net"), EmailStatus.Sent);
        Assert.Equal(3, server.Deliveries.Count(d => d.SignedInAs == "ann@acme.example"));

        clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var id in ids)
            await worker.WaitForAsync(id, EmailStatus.Sent);
    }

    /// <summary>As when another worker held the lane, and died.</summary>
    [Fact]
    public async Task What_went_out_in_this_minute_from_another_worker_counts()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, limits: new(null, 3, null));
        await worker.AddAgentAsync("bob", server);
        var now = TimeProvider.System.GetUtcNow();
        await worker.Get<Database>().WriteAsync(
            (tx, _) =>
            {
                tx.Db.LaneSends.AddRange(new[] { 2, 1 }.Select(i => new LaneSend { Lane = RunningWorker.LaneOf("ann"), At = now.AddSeconds(-i), EmailId = $"em_{i}" }));
                return Task.CompletedTask;
            }, TestContext.Current.CancellationToken);

        for (var i = 0; i < 3; i++)
            await worker.SendAsync("ann", $"c{i}@example.net");
        await server.WaitForDeliveriesAsync(1);
        await worker.WaitForAsync(await worker.SendAsync("bob", "later@example.net"), EmailStatus.Sent);

        Assert.Equal(1, server.Deliveries.Count(d => d.SignedInAs == "ann@acme.example"));
    }

    [Fact]
    public async Task A_kept_connection_that_died_costs_no_attempt()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server, limits: new(1, null, null));
        await worker.WaitForAsync(await worker.SendAsync("ann", "first@example.net"), EmailStatus.Sent);

        // Seen only when the next message is on its way, as with a firewall that forgot the connection.
        server.Script.Once(SmtpStep.MailFrom, Play.Reset);
        var email = await worker.WaitForAsync(await worker.SendAsync("ann", "second@example.net"), EmailStatus.Sent);

        Assert.Equal(1, email.Attempt);
        Assert.Equal(2, server.Sessions.Count);
        Assert.Equal(["email.queued", "email.sending", "email.sent"], await worker.EventsAsync(email.Id));
    }

    [Fact]
    public async Task Without_an_answer_to_the_final_dot_nothing_is_sent_again()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Close));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server);

        var email = await worker.WaitForAsync(await worker.SendAsync("ann", "once@example.net"), EmailStatus.Uncertain);
        Assert.Equal((null, FailureReason.OutcomeUnknown), (email.NextActionAt, email.LastError!.Reason));

        // Mail after it goes out, by rings and sweeps that would have found it.
        foreach (var i in Enumerable.Range(0, 3))
            await worker.WaitForAsync(await worker.SendAsync("ann", $"c{i}@example.net"), EmailStatus.Sent);
        Assert.Single(server.Sessions.SelectMany(s => s.Transactions), t => t.Recipients.Contains("once@example.net"));
        Assert.Equal(EmailStatus.Uncertain, (await worker.LoadAsync(email.Id)).Status);
    }

    [Fact]
    public async Task A_passing_refusal_is_tried_again_with_the_same_bytes()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Reply("451 4.3.0 try again")));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server);

        var email = await worker.WaitForAsync(await worker.SendAsync("ann", "bob@example.net"), EmailStatus.Sent);

        Assert.Equal((2, null), (email.Attempt, email.LastError));
        var tries = server.Sessions.SelectMany(s => s.Transactions).Select(t => t.RawMime!).ToList();
        Assert.Equal(tries[0], tries[1]);
        Assert.Equal(
            ["email.queued", "email.sending", "email.delayed", "email.sending", "email.sent"], await worker.EventsAsync(email.Id));
    }

    [Fact]
    public async Task A_recipient_who_has_the_mail_does_not_get_it_again_with_the_others()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.RcptTo, Play.Reply("452 4.2.2 full"), about: "late@example.net"));
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", server);

        var email = await worker.WaitForAsync(await worker.SendAsync("ann", "early@example.net", "late@example.net"), EmailStatus.Sent);

        Assert.Equal(["early@example.net"], server.Deliveries[0].Recipients);
        Assert.Equal(["late@example.net"], server.Deliveries[1].Recipients);
        Assert.All(email.Recipients, r => Assert.Equal(EmailStatus.Sent, r.Status));
    }

    /// <summary>A consumer does nothing but ring: it never waits for SMTP.</summary>
    [Fact]
    public async Task A_ring_returns_while_the_server_hangs()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Greeting, Play.Hang));
        await using var worker = await RunningWorker.StartAsync(null, ("AgentMail:Delivery:DrainTimeout", "00:00:00.100"));
        await worker.AddAgentAsync("ann", server);
        var stuck = await worker.SendAsync("ann", "bob@example.net");
        await worker.WaitForAsync(stuck, EmailStatus.Sending);

        worker.Lanes.Ring(Enumerable.Repeat(RunningWorker.LaneOf("ann"), 1000));
        worker.Lanes.Wake(Enumerable.Repeat(RunningWorker.LaneOf("ann"), 1000));

        Assert.Equal((EmailStatus.Sending, 1), await worker.LoadAsync(stuck) is { } email ? (email.Status, email.Attempt) : default);
    }

    /// <summary>P3.</summary>
    [Fact]
    public async Task A_server_that_hangs_delays_nobody_elses_mail()
    {
        await using var slow = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Data, Play.Hang));
        await using var fast = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync(null, ("AgentMail:Delivery:DrainTimeout", "00:00:00.100"));
        await worker.AddAgentAsync("ann", slow);
        await worker.AddAgentAsync("bob", fast);
        var stuck = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => worker.SendAsync("ann", $"c{i}@example.net")));
        await slow.WaitForSessionAsync(s => s.Verbs.Contains("DATA"));

        foreach (var i in Enumerable.Range(0, 5))
            await worker.WaitForAsync(await worker.SendAsync("bob", $"c{i}@example.net"), EmailStatus.Sent);

        Assert.Equal(EmailStatus.Sending, (await worker.LoadAsync(stuck[0])).Status);
    }

    [Fact]
    public async Task Mail_follows_its_agent_to_another_server()
    {
        await using var before = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("451 4.3.0 later")));
        await using var after = ScriptedSmtpServer.Start();
        await using var worker = await RunningWorker.StartAsync();
        await worker.AddAgentAsync("ann", before);
        var id = await worker.SendAsync("ann", "bob@example.net");
        await worker.WaitForAsync(id, EmailStatus.Delayed);

        await worker.Desk.ApplyAllAsync(Change.Server("new", after.Host, after.Port), Change.Agent("ann", serverId: "new", @override: true));

        // The password was given for the server before.
        await worker.WaitForAsync(id, EmailStatus.Held);
        Assert.Empty(after.Sessions);
        await worker.SetPasswordAsync("ann", "right");
        var email = await worker.WaitForAsync(id, EmailStatus.Sent);
        Assert.Equal(("new", LaneKey.Own("acme", "new", SenderKind.Agent, "ann")), (email.ServerId, email.Lane));
        Assert.Equal("ann@acme.example", Assert.Single(after.Deliveries).SignedInAs);
    }
}
