using System.Diagnostics;
using AgentMail.TestKit.Crashes.Sink;
using AgentMail.TestKit.Installation;

namespace AgentMail.TestKit.Crashes;

/// <summary>Drives emails through an installation whose processes are killed at random, and tells what became of each.</summary>
public static class CrashRun
{
    /// <param name="installation">New, with nothing configured. It is for the caller to end it.</param>
    /// <param name="plan">How much of everything.</param>
    public static async Task<CrashReport> RunAsync(IKillable installation, CrashPlan plan)
    {
        await using var sink = RecordingSink.Start(plan.SinkTakes);
        await Mailboxes.AddAsync(installation.Admin, sink.Port, plan.Mailboxes, plan.Connections);
        var running = Stopwatch.StartNew();
        var callers = new Callers(installation.Admin, plan);
        var posting = callers.PostAsync();
        // Each email makes two steps, so that kills fall both while mail comes in and after.
        var reaper = new Reaper(installation, plan);
        var kills = await (plan.OnlyAfterAnswers
            ? reaper.RunAsync(() => callers.Count, plan.Emails)
            : reaper.RunAsync(() => callers.Count + sink.Count, 2 * plan.Emails));
        await posting;
        var states = new EmailStates(installation.Admin, plan);
        await states.ComeToRestAsync(() => sink.Count);
        return Verdict.Of(plan, await EvidenceAsync(callers.Accepted, kills, sink, states), running.Elapsed);
    }

    private static async Task<CrashEvidence> EvidenceAsync(IReadOnlyList<AcceptedEmail> accepted, IReadOnlyList<Kill> kills, RecordingSink sink, EmailStates states)
    {
        var byId = await states.ReadAsync();
        var becameUncertain = new Dictionary<string, DateTimeOffset>();
        foreach (var id in byId.Where(pair => pair.Value.Status == "uncertain").Select(pair => pair.Key))
        {
            if (await states.TimeOfAsync(id, "uncertain") is { } at)
                becameUncertain[id] = at;
        }
        return new()
        {
            Accepted = accepted,
            Kills = kills,
            Record = sink.Read(),
            Interruptions = Interruption.Of(sink.Sessions, kills),
            States = byId,
            Unaccounted = await states.UnaccountedAsync(),
            Miscounted = await states.MiscountedAsync(byId),
            BecameUncertain = becameUncertain,
        };
    }
}
