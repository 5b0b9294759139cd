using AgentMail.TestKit.Outages;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>Without PostgreSQL nothing is accepted and callers are told when to come back; what was known by then is written down afterwards.</summary>
public sealed class DatabaseOutageTests(DatabaseOutageFixture fixture) : IClassFixture<DatabaseOutageFixture>
{
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(35);

    [Fact]
    public async Task Restarted() => AssertTold(await fixture.Scene.PlayAsync("PostgreSQL restarted", fixture.Postgres.StopAsync, fixture.Postgres.StartAsync));

    [Fact]
    public async Task Killed() => AssertTold(await fixture.Scene.PlayAsync("PostgreSQL killed", fixture.Postgres.KillAsync, fixture.Postgres.StartAsync));

    [Fact]
    public Task Away_for_longer_than_a_lease() => PlayAwayAsync(LongerThanALease);

    [Fact(Explicit = true)]
    public Task Away_for_a_minute() => PlayAwayAsync(TimeSpan.FromMinutes(1));

    private async Task PlayAwayAsync(TimeSpan lasts)
    {
        var report = await fixture.Scene.PlayAsync(
            $"PostgreSQL away for {lasts.TotalSeconds} s",
            async () =>
            {
                await fixture.Postgres.StopAsync();
                await Task.Delay(lasts);
            },
            fixture.Postgres.StartAsync);

        AssertTold(report);
        Assert.NotEqual(0, report.Count(503));
    }

    private static void AssertTold(OutageReport report) => Assert.InRange(report.LongestWait, TimeSpan.Zero, OutageRun.AnswerDeadline);
}
