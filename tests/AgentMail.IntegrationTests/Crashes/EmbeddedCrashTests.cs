using AgentMail.CrashPoints;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>kill -9 of the one process on an embedded database: whoever starts it again need not wait for leases.</summary>
public sealed class EmbeddedCrashTests(EmbeddedCrashTests.Scenery scenery) : IClassFixture<EmbeddedCrashTests.Scenery>
{
    public static TheoryData<CrashPoint, Ending> Places => new()
    {
        { CrashPoint.Stored, Ending.Sent },
        { CrashPoint.Claimed, Ending.SentByTheNext },
        { CrashPoint.Marked, Ending.UncertainAndNotThere },
        { CrashPoint.Settling, Ending.UncertainAndThere },
        { CrashPoint.Settled, Ending.Sent },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_mark_says_what_becomes_of_the_email(CrashPoint place, Ending ending)
    {
        var agent = place.ToString().ToLowerInvariant();
        scenery.Process.Orders.Die(place);

        await scenery.Admin.TrySendAsync(agent);
        Assert.Equal(Scene.Killed, await scenery.Process.EndedAsync());
        await scenery.RestartAsync();

        await AssertEndsAsync(agent, ending);
    }

    private async Task AssertEndsAsync(string agent, Ending ending)
    {
        // It is how the email is found where the caller got no answer, too.
        var again = await scenery.Admin.SendAsync(agent);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        await scenery.Admin.WaitForStatusAsync(again["id"]!, ending.Status, Scene.Patience);
        Assert.Equal(ending.History, await scenery.Admin.HistoryAsync(again["id"]!));
        Assert.Equal(ending.Deliveries, scenery.Server.DeliveriesOf(agent).Count);
        Assert.Equal("0", await scenery.Admin.UnaccountedAsync());
    }

    public sealed class Scenery : IAsyncLifetime
    {
        private Embedded? _installation;

        public HttpClient Admin => _installation!.Admin;

        public ProgramProcess Process => _installation!.Process;

        public ScriptedSmtpServer Server { get; } = ScriptedSmtpServer.Start();

        public async ValueTask InitializeAsync()
        {
            _installation = await Embedded.StartAsync(obeying: true);
            await Scene.SetUpAsync(Admin, Server, [.. Enum.GetNames<CrashPoint>().Select(name => name.ToLowerInvariant())]);
        }

        public Task RestartAsync() => _installation!.RestartAsync(obeying: true);

        public async ValueTask DisposeAsync()
        {
            if (_installation is not null)
                await _installation.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
