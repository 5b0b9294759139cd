using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.TestKit.Storage;

/// <summary>
/// Many emails move at once through several processes, some of their changes are undone, and readers follow that break off and resume
/// after the last number seen, as sinks and streams do.
/// </summary>
public static class EventTail
{
    private const int Emails = 40;
    private const int StepsOfEach = 25;
    private const int Readers = 3;
    private const string Undone = "undone";

    /// <summary>Lets it happen; what is wrong with what the readers saw.</summary>
    /// <param name="processes">Each with a way of its own to the same database.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<string>> FollowAsync(IReadOnlyList<Database> processes, CancellationToken ct)
    {
        const int total = Emails * StepsOfEach;
        var reading = Enumerable.Range(0, Readers).Select(reader => Task.Run(() => ReadAsync(processes[reader % processes.Count], total, new(reader), ct), ct)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Emails).Select(email => MoveAsync(processes, email, new(email), ct)));
        var seen = await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(60), ct);
        return [.. seen.SelectMany((rows, reader) => Faults(rows).Select(fault => $"Reader {reader}: {fault}"))];
    }

    // One step after the other, each by whichever process comes next: what happens first has the lower number.
    private static async Task MoveAsync(IReadOnlyList<Database> processes, int email, Random dice, CancellationToken ct)
    {
        for (var step = 0; step < StepsOfEach; step++)
        {
            var process = processes[(email + step) % processes.Count];
            if (dice.Next(5) == 0)
                await FailAsync(process, email, ct);
            await process.WriteAsync((tx, token) => AppendAsync(tx, email, $"{step}", token), ct);
        }
    }

    private static async Task FailAsync(Database process, int email, CancellationToken ct)
    {
        try
        {
            await process.WriteAsync(async (tx, token) => { await AppendAsync(tx, email, Undone, token); throw new FormatException("for a test"); }, ct);
        }
        catch (FormatException)
        {
            // Undone, and so nothing of it is in the log.
        }
    }

    private static async Task AppendAsync(WriteTransaction tx, int email, string step, CancellationToken ct)
    {
        tx.Append(new("acme", step, DateTimeOffset.UnixEpoch, "{}", $"em_{email}"));
        // A statement of its own, so that transactions of several processes truly overlap.
        await tx.Db.Tenants.CountAsync(ct);
    }

    private static async Task<IReadOnlyList<EventRow>> ReadAsync(Database process, int total, Random dice, CancellationToken ct)
    {
        var log = new EventLog(process);
        var seen = new List<EventRow>();
        while (seen.Count < total)
        {
            var batch = await log.AfterAsync(seen.Count == 0 ? 0 : seen[^1].Number, limit: dice.Next(1, 40), ct);
            // Breaks off anywhere in what it got, and resumes after the last one that it kept.
            seen.AddRange(batch.Take(dice.Next(batch.Count + 1)));
            await Task.Yield();
        }
        return seen;
    }

    private static IEnumerable<string> Faults(IReadOnlyList<EventRow> seen)
    {
        var (first, last) = (seen[0].Number, seen[^1].Number);
        if (last - first + 1 != seen.Count || seen.Zip(seen.Skip(1)).Any(pair => pair.Second.Number != pair.First.Number + 1))
            yield return $"{seen.Count} events have the numbers {first} to {last}";
        if (seen.Any(e => e.Type == Undone))
            yield return "what was undone is in the log";
        foreach (var email in seen.GroupBy(e => e.EmailId))
        {
            var steps = string.Join(' ', email.Select(e => e.Type));
            if (steps != string.Join(' ', Enumerable.Range(0, StepsOfEach)))
                yield return $"{email.Key} went {steps}";
        }
    }
}
