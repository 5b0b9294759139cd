namespace AgentMail.TestKit.Crashes;

/// <summary>Holds what AgentMail promised and says against what the sink took.</summary>
public static class Verdict
{
    private static readonly string[] Ended = ["sent", "uncertain", "failed"];

    public static CrashReport Of(CrashPlan plan, CrashEvidence evidence, TimeSpan took)
    {
        var arrived = evidence.Record.Select(entry => entry.Recipient).ToHashSet();
        var messageIds = evidence.Record.Select(entry => entry.MessageId).ToHashSet();
        var interrupted = evidence.Interruptions.Select(i => i.Recipient).ToHashSet();
        var emails = evidence.Accepted.Select(email => (Email: email, State: evidence.States.GetValueOrDefault(email.Id)?.Status)).ToList();
        var uncertain = emails.Where(e => e.State == "uncertain").Select(e => e.Email).ToList();
        return new()
        {
            Seed = plan.Seed,
            Kills = evidence.Kills.CountBy(kill => kill.Process).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            Seconds = Math.Round(took.TotalSeconds, 1),
            Accepted = emails.Count,
            Sent = emails.Count(e => e.State == "sent"),
            Whys = emails.Where(e => e.State is not (null or "sent" or "uncertain"))
                .CountBy(e => $"{e.State}: {evidence.States[e.Email.Id].Why}").OrderByDescending(pair => pair.Value).ToDictionary(),
            Failed = emails.Count(e => e.State == "failed"),
            Lost = emails.Count(e => e.State is null || (e.State == "sent" && !messageIds.Contains(e.Email.MessageId))),
            Duplicates = evidence.Record.Count - arrived.Count,
            Stuck = emails.Count(e => e.State is not null && !Ended.Contains(e.State)),
            Contradicted = emails.Count(e => e.State is not (null or "sent" or "uncertain") && arrived.Contains(e.Email.Recipient)),
            Unaccounted = evidence.Unaccounted,
            Miscounted = evidence.Miscounted,
            Uncertain = uncertain.Count,
            UncertainArrived = uncertain.Count(e => messageIds.Contains(e.MessageId)),
            UncertainUnexplained = uncertain.Count(e => !interrupted.Contains(e.Recipient)),
            InDataAtKills = evidence.Interruptions.Count(i => i.InData),
            // Each lane works on no more at once than it may have connections, whichever of its latest messages these were.
            OpenAtKills = evidence.Interruptions.GroupBy(i => (i.Kill, i.Account)).Sum(lane => Math.Min(lane.Count(), plan.Connections)),
            PlacesAtKills = evidence.Kills.Count * plan.Mailboxes * plan.Connections,
            SendsAgainAfter = Spread.Of(evidence.Kills.Select(kill => SendsAgain(kill, evidence)).OfType<TimeSpan>()),
            AcceptsAgainAfter = Spread.Of(evidence.Kills.Where(kill => kill.HitsApi).Select(kill => AcceptsAgain(kill, evidence)).OfType<TimeSpan>()),
            UncertainAfter = Spread.Of(uncertain.Select(email => Settled(email, evidence)).OfType<TimeSpan>()),
        };
    }

    /// <summary>Until the last of the lanes that were broken off had a message taken again; null where none had, or had no mail left.</summary>
    private static TimeSpan? SendsAgain(Kill kill, CrashEvidence evidence)
    {
        var broken = evidence.Interruptions.Where(i => i.Kill == kill).ToList();
        var dead = broken.Select(i => i.Session).ToHashSet();
        return broken.Select(i => i.Account).Distinct()
            .Select(account => evidence.Record.Where(e => e.Account == account && e.At > kill.At && !dead.Contains(e.Session)).Min(e => (DateTimeOffset?)e.At))
            .Max() - kill.At;
    }

    private static TimeSpan? AcceptsAgain(Kill kill, CrashEvidence evidence) =>
        evidence.Accepted.Where(email => email.At > kill.At).Min(email => (DateTimeOffset?)email.At) - kill.At;

    /// <summary>One that an earlier kill broke off before its mark was sent again: the latest kill is the one that left it uncertain.</summary>
    private static TimeSpan? Settled(AcceptedEmail email, CrashEvidence evidence) =>
        evidence.BecameUncertain.TryGetValue(email.Id, out var at)
            ? at - evidence.Interruptions.Where(i => i.Recipient == email.Recipient && i.Kill.At < at).Max(i => (DateTimeOffset?)i.Kill.At)
            : null;
}
