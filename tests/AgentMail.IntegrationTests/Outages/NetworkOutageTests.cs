using AgentMail.TestKit.Outages;
using AgentMail.TestKit.Wires;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>
/// The network between two fails: by breaking connections off, and by saying nothing any more. Each pair by itself is played by hand
/// (CONTRIBUTING.md); otherwise several fail at once, which is no easier.
/// </summary>
public sealed class NetworkOutageTests(NetworkFixture fixture) : IClassFixture<NetworkFixture>
{
    private const string ApiDatabase = "API-PostgreSQL";
    private const string WorkerDatabase = "worker-PostgreSQL";
    private const string ApiBroker = "API-RabbitMQ";
    private const string WorkerBroker = "worker-RabbitMQ";
    private const string ApiRedis = "API-Redis";
    private const string WorkerRedis = "worker-Redis";
    private const string WorkerSmtp = "worker-SMTP";

    private static readonly TimeSpan ForAMoment = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Pairs => [ApiDatabase, WorkerDatabase, ApiBroker, WorkerBroker, ApiRedis, WorkerRedis, WorkerSmtp];

    [Theory]
    [InlineData(ApiDatabase, WorkerBroker, WorkerRedis)]
    [InlineData(WorkerDatabase, ApiBroker, ApiRedis, WorkerSmtp)]
    public Task Cut(params string[] pairs) => PlayCutAsync(pairs);

    [Theory]
    [InlineData(ApiDatabase, WorkerBroker, WorkerRedis)]
    [InlineData(WorkerDatabase, ApiBroker, ApiRedis, WorkerSmtp)]
    public Task Silent_and_then_without_the_connections_from_before(params string[] pairs) => PlaySilentAsync(pairs);

    [Theory(Explicit = true)]
    [MemberData(nameof(Pairs))]
    public Task Cut_by_itself(string pair) => PlayCutAsync([pair]);

    [Theory(Explicit = true)]
    [MemberData(nameof(Pairs))]
    public Task Silent_by_itself(string pair) => PlaySilentAsync([pair]);

    [Fact]
    public async Task Processes_end_when_asked_to_while_the_database_says_nothing()
    {
        var installation = fixture.Scene.Installation;
        var wires = new[] { fixture.Between(ApiDatabase), fixture.Between(WorkerDatabase) };
        var (api, worker) = (installation.Api, installation.Workers[0]);
        try
        {
            foreach (var wire in wires)
                wire.Silence();
            await Task.WhenAll(api.AskToStopAsync(), worker.AskToStopAsync());
            await Task.WhenAll(api.EndedAsync(), worker.EndedAsync());
        }
        finally
        {
            foreach (var wire in wires)
                wire.MendForgetful();
            await Task.WhenAll(installation.RestartApiAsync(), installation.ReplaceAsync(1));
        }
    }

    private Task PlayCutAsync(string[] pairs) =>
        PlayAsync("cut", pairs, ForAMoment, wire => wire.Cut(), wire => wire.Mend());

    private Task PlaySilentAsync(string[] pairs) =>
        PlayAsync("silent", pairs, Silence, wire => wire.Silence(), wire => wire.MendForgetful());

    private async Task PlayAsync(string fault, string[] pairs, TimeSpan lasts, Action<Wire> breaks, Action<Wire> mends)
    {
        var wires = pairs.Select(fixture.Between).ToList();
        var report = await fixture.Scene.PlayAsync(
            $"{string.Join(", ", pairs)} {fault}",
            async () =>
            {
                wires.ForEach(breaks);
                await Task.Delay(lasts);
            },
            () =>
            {
                wires.ForEach(mends);
                return Task.CompletedTask;
            },
            // A mail server that cannot say what became of a message leaves it uncertain: one for each connection at most.
            mayBeUncertain: pairs.Contains(WorkerSmtp) ? OutageRun.Mailboxes * OutageRun.Connections : 0);

        if (!pairs.Contains(ApiDatabase))
            Assert.All(report.Heard, answer => Assert.Equal(202, answer.Status));
    }
}
