using AgentMail.TestKit.Crashes;
using AgentMail.TestKit.Crashes.Sink;

namespace AgentMail.Tests.TestKit.Crashes;

/// <summary>What the crash harness calls lost, doubled, stuck and unexplained.</summary>
public sealed class VerdictTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Kill OneKill = new("worker", HitsApi: false, Start);
    private static readonly CrashPlan Plan = new() { Emails = 1, Kills = 1, Seed = 1, Connections = 1 };

    [Theory]
    [InlineData("sent", 1)]
    [InlineData("uncertain", 0)]
    [InlineData("uncertain", 1)]
    [InlineData("failed", 0)]
    public void All_is_well(string state, int arrivals) => Assert.Empty(Problems(state, arrivals));

    [Theory]
    [InlineData(null, 0, "1 lost")]
    [InlineData(null, 1, "1 lost")]
    [InlineData("sent", 0, "1 lost")]
    [InlineData("sent", 2, "1 duplicates")]
    [InlineData("uncertain", 2, "1 duplicates")]
    [InlineData("queued", 0, "1 stuck")]
    [InlineData("sending", 0, "1 stuck")]
    [InlineData("held", 0, "1 stuck")]
    [InlineData("cancelled", 0, "1 stuck")]
    [InlineData("failed", 1, "1 contradicted by the sink")]
    public void Something_is_wrong(string? state, int arrivals, string problem) => Assert.Equal([problem], Problems(state, arrivals));

    [Fact]
    public void An_uncertain_email_that_no_kill_broke_off_is_a_problem() => Assert.Equal(
        ["1 uncertain that no kill explains", "1 more uncertain than were open at a kill"],
        Verdict.Of(Plan, Evidence("uncertain", arrivals: 1) with { Interruptions = [] }, TimeSpan.Zero).Problems);

    [Fact]
    public void A_lane_counts_no_more_open_messages_than_it_may_have_connections()
    {
        var interruptions = Enumerable.Range(0, 3).Select(i => new Interruption(OneKill, i, "ann", $"nr-{i}@example.net", InData: i == 0)).ToList();

        var report = Verdict.Of(Plan with { Connections = 2 }, Evidence("sent", arrivals: 1) with { Interruptions = interruptions }, TimeSpan.Zero);

        Assert.Equal((1, 2), (report.InDataAtKills, report.OpenAtKills));
    }

    [Fact]
    public void A_broken_lane_sends_again_when_a_connection_that_was_not_broken_brings_mail()
    {
        SinkEntry At(int session, int seconds) => new(session, "ann", $"nr-{seconds}@example.net", "<x>", Start.AddSeconds(seconds));

        var report = Verdict.Of(Plan, Evidence("sent", arrivals: 0) with { Record = [At(7, 1), At(8, 5), At(8, 6)] }, TimeSpan.Zero);

        Assert.Equal(new Spread(5, 5), report.SendsAgainAfter);
    }

    [Fact]
    public void An_email_that_two_kills_broke_off_became_uncertain_by_the_second()
    {
        var second = OneKill with { At = Start.AddSeconds(100) };
        var evidence = Evidence("uncertain", arrivals: 0);

        var report = Verdict.Of(Plan, evidence with
        {
            Interruptions = [.. evidence.Interruptions, evidence.Interruptions[0] with { Kill = second }],
            BecameUncertain = new Dictionary<string, DateTimeOffset> { ["em_0"] = Start.AddSeconds(103) },
        }, TimeSpan.Zero);

        Assert.Equal(new Spread(3, 3), report.UncertainAfter);
    }

    private static IReadOnlyList<string> Problems(string? state, int arrivals) => Verdict.Of(Plan, Evidence(state, arrivals), TimeSpan.Zero).Problems;

    private static CrashEvidence Evidence(string? state, int arrivals) => new()
    {
        Accepted = [new("nr-0@example.net", "em_0", "<0@acme.example>", Start)],
        Kills = [OneKill],
        Record = [.. Enumerable.Range(0, arrivals).Select(i => new SinkEntry(7 + i, "ann", "nr-0@example.net", "<0@acme.example>", Start))],
        Interruptions = [new(OneKill, 7, "ann", "nr-0@example.net", InData: true)],
        States = state is null ? new Dictionary<string, EmailState>() : new() { ["em_0"] = new(state) },
        Unaccounted = 0,
        Miscounted = 0,
        BecameUncertain = new Dictionary<string, DateTimeOffset>(),
    };
}
