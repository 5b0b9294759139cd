using AgentMail.CrashPoints;
using AgentMail.Core.Messaging;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;
using RabbitMQ.Client;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>kill -9 of the API: what is on disk is accepted, whoever was told of it and whoever was not.</summary>
public sealed class ApiKilledTests(IntegrationServers servers)
{
    private const string NotAnswered = "not-answered";
    private const string NotRung = "not-rung";
    private const string Rung = "rung";

    [Fact]
    public async Task Killed_between_storing_and_answering_or_ringing_it_loses_nothing_and_a_repeated_request_sends_nothing_twice()
    {
        var (installation, rabbitMq) = await Installations.WithoutWorkerAsync(servers);
        await using var installed = installation;
        await using var server = ScriptedSmtpServer.Start();
        var admin = installation.Admin;
        await SetUpAsync(installation, server);
        var api = await installation.RestartApiAsync(obeying: true);

        await admin.SendAsync(Rung);
        await Eventually.BecomesAsync(() => RingsAsync(rabbitMq), rings => rings == 1, Scene.Patience);
        api.Orders.Hold(CrashPoint.Ringing);
        var answered = await admin.SendAsync(NotRung);
        await api.ReachedAsync(CrashPoint.Ringing);
        api.Orders.Die(CrashPoint.Stored);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => admin.SendAsync(NotAnswered));
        Assert.Equal(Scene.Killed, await api.EndedAsync());
        Assert.Equal(202, answered.Status);
        Assert.Equal(1u, await RingsAsync(rabbitMq));

        // No API lives while the sweep finds them.
        await installation.StartWorkerAsync();
        await Eventually.TrueAsync(() => server.DeliveriesOf(NotRung).Count > 0 && server.DeliveriesOf(NotAnswered).Count > 0, Scene.Patience);
        await installation.RestartApiAsync();
        foreach (var (agent, first) in new[] { (NotRung, answered.Text), (NotAnswered, null) })
        {
            var again = await admin.SendAsync(agent);
            Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
            Assert.Equal(first ?? again.Text, again.Text);
            await admin.WaitForStatusAsync(again["id"]!, "sent", Scene.Patience);
            Assert.Equal(Ending.Sent.History, await admin.HistoryAsync(again["id"]!));
            Assert.Single(server.DeliveriesOf(agent));
        }
        Assert.Equal("0", await admin.UnaccountedAsync());
    }

    // With one worker, because configuration is applied by workers; then it leaves, and a ring stays in its queue where it can be seen.
    private static async Task SetUpAsync(ScaledOut installation, ScriptedSmtpServer server)
    {
        var worker = await installation.StartWorkerAsync();
        await Scene.SetUpAsync(installation.Admin, server, NotAnswered, NotRung, Rung);
        await worker.AskToStopAsync();
        Assert.Equal(0, await worker.EndedAsync());
    }

    private static async Task<uint> RingsAsync(string rabbitMq)
    {
        await using var connection = await new ConnectionFactory { Uri = new(rabbitMq) }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        return (await channel.QueueDeclarePassiveAsync(Topology.DeliverDue, TestContext.Current.CancellationToken)).MessageCount;
    }
}
