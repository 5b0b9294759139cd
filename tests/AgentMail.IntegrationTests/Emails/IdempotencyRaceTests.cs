using AgentMail.Core.Emails;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.IntegrationTests.Emails;

/// <summary>Two API processes on PostgreSQL: only the database stands between equal requests that reach both at once.</summary>
public sealed class IdempotencyRaceTests(IntegrationServers servers) : IAsyncLifetime
{
    private const int Callers = 100;
    private const int Rounds = 3;

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private ProcessServices[] _processes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        _processes = [new(database), new(database)];
        await _processes[0].SetUpAsync(Cancellation);
        await _processes[0].Desk.ApplyAllAsync(Change.Agent("ann"), Change.Profile("ann"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_equal_requests_to_two_processes_are_one_email()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var results = await AllAtOnceAsync($"key-{round}");

            var accepted = results.Select(Assert.IsType<IntakeResult.Accepted>).ToList();
            Assert.Single(accepted, a => !a.Replayed);
            Assert.Single(accepted.Select(a => a.Email.Id).Distinct());
        }
        Assert.Equal(Rounds, await StoredAsync());
    }

    [Fact]
    public async Task A_key_whose_time_is_over_is_new_again_for_one_of_a_hundred()
    {
        var first = Assert.IsType<IntakeResult.Accepted>((await AllAtOnceAsync("key"))[0]);
        _clock.Advance(IdempotencyRecords.Lifetime);

        var results = await AllAtOnceAsync("key");

        var accepted = results.Select(Assert.IsType<IntakeResult.Accepted>).ToList();
        Assert.Single(accepted, a => !a.Replayed);
        Assert.NotEqual(first.Email.Id, Assert.Single(accepted.Select(a => a.Email.Id).Distinct()));
        Assert.Equal(2, await StoredAsync());
    }

    private Task<IntakeResult[]> AllAtOnceAsync(string key)
    {
        var intakes = _processes.Select(Intake).ToList();
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => intakes[i % intakes.Count].AcceptAsync(Request, new(key, "hash"), Cancellation))));
    }

    private EmailIntake Intake(ProcessServices process) => new(
        process.Get<Database>(), process.Get<EmailPlanner>(), new(process.Get<Database>(), _clock), new LaneBell(new Silence(), NullLogger<LaneBell>.Instance),
        process.Get<AgentMailMetrics>(), _clock);

    private async Task<int> StoredAsync()
    {
        await using var db = _processes[0].Get<Database>().Read();
        return await db.Emails.CountAsync(Cancellation);
    }

    private static SendRequest Request => new(
        "acme", new("ann", null), null, new EmailDraft { To = [new(EmailAddress.Parse("bob@example.net"))], Subject = "Case 4711", Text = "Hello Bob" }, SignatureChoice.Default, null);

    private sealed class Silence : IBusRings
    {
        public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;
    }
}
