using AgentMail.CrashPoints;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>The one-command installation dies at an exact place of a send, and is started again.</summary>
public sealed class EmbeddedCrashTests(EmbeddedCrashTests.Scenery scenery) : IClassFixture<EmbeddedCrashTests.Scenery>
{
    private const int KilledBySignal = 128 + 9;

    [Theory]
    [InlineData(CrashPoint.Stored, "sent", 1, "queued sending sent")]
    [InlineData(CrashPoint.Claimed, "sent", 1, "queued sending queued sending sent")]
    [InlineData(CrashPoint.Marked, "uncertain", 0, "queued sending uncertain")]
    [InlineData(CrashPoint.Settling, "uncertain", 1, "queued sending uncertain")]
    [InlineData(CrashPoint.Settled, "sent", 1, "queued sending sent")]
    public async Task An_email_ends_where_the_mark_says(CrashPoint point, string status, int deliveries, string history)
    {
        var agent = point.ToString().ToLowerInvariant();
        await Scene.SetUpAsync(scenery.Admin, scenery.Server, agent);
        scenery.Process.Orders.Die(point);

        await scenery.Admin.TrySendAsync(agent);
        Assert.Equal(KilledBySignal, await scenery.Process.EndedAsync());
        await scenery.RestartAsync();

        await AssertEndsAsync(agent, status, deliveries, history);
    }

    // A caller who got no answer asks again: it is how the email is found, too.
    private async Task AssertEndsAsync(string agent, string status, int deliveries, string history)
    {
        var again = await scenery.Admin.SendAgainAsync(agent);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        await scenery.Admin.WaitForStatusAsync(again["id"]!, status, Scene.Patience);
        Assert.Equal(history.Split(' '), await scenery.Admin.HistoryAsync(again["id"]!));
        Assert.Equal(deliveries, scenery.Server.DeliveriesOf(agent).Count);
    }

    public sealed class Scenery : IAsyncLifetime
    {
        private Embedded? _installation;

        public HttpClient Admin => _installation!.Admin;

        public ProgramProcess Process { get; private set; } = null!;

        public ScriptedSmtpServer Server { get; } = ScriptedSmtpServer.Start();

        public async ValueTask InitializeAsync()
        {
            _installation = await Embedded.StartAsync();
            await RestartAsync();
        }

        public async Task RestartAsync() => Process = await _installation!.RestartAsync(obeying: true);

        public async ValueTask DisposeAsync()
        {
            if (_installation is not null)
                await _installation.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
