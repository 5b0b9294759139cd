using AgentMail.TestKit.Crashes.Sink;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Outages;
using AgentMail.TestKit.Wires;

namespace AgentMail.IntegrationTests.Outages;

/// <summary>An installation that sends through a wire to a sink that records what it took.</summary>
internal sealed class OutageScene : IAsyncDisposable
{
    /// <summary>
    /// Until then everything goes on after the return of what was away, without anybody's help. Thirty seconds are promised, and
    /// docs/when-things-break.md has what was measured; a machine on which everything else is tested as well has twice that.
    /// </summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    // The sink answers within a second: what a worker waits for longer was dropped on the way.
    private static readonly Dictionary<string, string> ShortSmtpTimeouts = new()
    {
        ["AgentMail__Smtp__Command"] = "00:00:10",
        ["AgentMail__Smtp__Envelope"] = "00:00:10",
        ["AgentMail__Smtp__Body"] = "00:00:10",
        ["AgentMail__Smtp__FinalDot"] = "00:00:10",
    };

    private readonly RecordingSink _sink;
    private readonly OutageRun _run;

    private OutageScene(ScaledOut installation, RecordingSink sink, Wire smtp)
    {
        (Installation, _sink, Smtp) = (installation, sink, smtp);
        _run = new(installation, sink);
    }

    public ScaledOut Installation { get; }

    /// <summary>Between the workers and the mail server.</summary>
    public Wire Smtp { get; }

    public static async Task<OutageScene> StartAsync(Engines ofApi, Engines ofWorkers, int workers)
    {
        var sink = RecordingSink.Start(TimeSpan.FromMilliseconds(20));
        var smtp = Wire.To(sink.Port);
        var installation = await ScaledOut.StartAsync(ofApi, ofWorkers, workers, ShortSmtpTimeouts);
        await Mailboxes.AddAsync(installation.Admin, smtp.Port, OutageRun.Mailboxes, OutageRun.Connections);
        return new(installation, sink, smtp);
    }

    public static Task<OutageScene> StartAsync(Engines engines, int workers) => StartAsync(engines, engines, workers);

    /// <summary>Plays an outage; whatever it is, everything goes on by itself soon after, and no email is lost, doubled or stuck.</summary>
    public async Task<OutageReport> PlayAsync(string fault, Func<Task> breaks, Func<Task> mends, int mayBeUncertain = 0)
    {
        var report = await _run.PlayAsync(breaks, mends, Bound);
        TestContext.Current.TestOutputHelper?.WriteLine($"{fault}: {report}");
        var problems = mayBeUncertain == 0 ? report.Mail.Problems : report.Mail.Problems.Where(p => !p.Contains("uncertain", StringComparison.Ordinal));
        Assert.Empty(problems);
        Assert.InRange(report.Mail.Uncertain, 0, mayBeUncertain);
        Assert.Equal(report.Mail.Accepted, report.Mail.Sent + report.Mail.Uncertain);
        Assert.All(report.Heard, answer => Assert.True(answer.IsAsPromised, $"{answer}"));
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await Installation.DisposeAsync();
        await Smtp.DisposeAsync();
        await _sink.DisposeAsync();
    }
}
