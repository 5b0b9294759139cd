using System.Diagnostics;
using AgentMail.TestKit.Crashes;
using AgentMail.TestKit.Crashes.Sink;
using AgentMail.TestKit.Installation;

namespace AgentMail.TestKit.Outages;

/// <summary>Careful callers post all the time while something fails and returns, and each email is followed to its end.</summary>
public sealed class OutageRun(ScaledOut installation, RecordingSink sink)
{
    private const int Apart = 100_000;
    private const int MailFlows = 10;

    /// <summary>What a caller waits for an answer: longer is a hang.</summary>
    public static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private int _runs;

    /// <summary>Agents that send.</summary>
    public static int Mailboxes => Plan(0).Mailboxes;

    /// <summary>Connections that each may have at once.</summary>
    public static int Connections => Plan(0).Connections;

    /// <param name="breaks">Breaks it; returns when it has been away for long enough.</param>
    /// <param name="mends">Brings it back; returns when it is there.</param>
    /// <param name="within">How soon everything has to go on then.</param>
    public async Task<OutageReport> PlayAsync(Func<Task> breaks, Func<Task> mends, TimeSpan within)
    {
        var plan = Plan(Interlocked.Increment(ref _runs) * Apart);
        using var client = installation.Client(ScaledOut.AdminKey);
        client.Timeout = AnswerDeadline;
        using var enough = new CancellationTokenSource();
        var (callers, watch) = (new Callers(client, plan), Stopwatch.StartNew());
        var posting = callers.PostAsync(enough.Token);
        Recovery back;
        DateTimeOffset brokenAt;
        try
        {
            var before = sink.Count;
            await Eventually.TrueAsync(() => sink.Count > before + MailFlows || posting.IsFaulted, StartDeadline);
            brokenAt = TimeProvider.System.GetUtcNow();
            await breaks();
            await mends();
            back = await Recovery.MeasureAsync(installation.Admin, callers, sink, within);
        }
        finally
        {
            await enough.CancelAsync();
            await posting;
        }
        var states = new EmailStates(installation.Admin, plan);
        await states.ComeToRestAsync(() => sink.Count);
        return new(Verdict.Of(plan, await EvidenceAsync(callers, states), watch.Elapsed), [.. callers.Heard.Where(answer => answer.At >= brokenAt)], back);
    }

    private async Task<CrashEvidence> EvidenceAsync(Callers callers, EmailStates states)
    {
        var byId = await states.ReadAsync();
        return new()
        {
            Accepted = callers.Accepted,
            Kills = [],
            Record = sink.Read(),
            Interruptions = [],
            States = byId,
            Unaccounted = await states.UnaccountedAsync(),
            Miscounted = await states.MiscountedAsync(byId),
            BecameUncertain = new Dictionary<string, DateTimeOffset>(),
        };
    }

    private static CrashPlan Plan(int first) => new()
    {
        Emails = Apart,
        First = first,
        Kills = 0,
        Seed = 0,
        Mailboxes = 4,
        Connections = 2,
        Callers = 3,
        CallersRest = TimeSpan.FromMilliseconds(150),
        SinkTakes = TimeSpan.FromMilliseconds(20),
        Patience = TimeSpan.FromSeconds(100),
    };
}
