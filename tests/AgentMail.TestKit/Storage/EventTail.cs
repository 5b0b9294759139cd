using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.TestKit.Storage;

/// <summary>Reads the log as sinks and streams do, always after the last number seen, while writers write.</summary>
public static class EventTail
{
    private const int SmallBatch = 7;

    /// <summary>Lets every writer append events one commit at a time, and follows until all have come; what was read, in order.</summary>
    public static async Task<IReadOnlyList<string>> FollowAsync(IReadOnlyList<Database> writers, int eventsOfEach, CancellationToken ct)
    {
        var total = writers.Count * eventsOfEach;
        var reading = Task.Run(() => ReadAsync(writers[0], total, ct), ct);
        await Task.WhenAll(writers.Select((door, writer) => Task.WhenAll(
            Enumerable.Range(0, eventsOfEach).Select(i => AppendAsync(door, $"{writer}/{i}", ct)))));
        return await reading.WaitAsync(Eventually.DefaultDeadline, ct);
    }

    private static Task AppendAsync(Database door, string type, CancellationToken ct) => door.WriteAsync(
        async (tx, token) =>
        {
            tx.Append(new("acme", type, DateTimeOffset.UnixEpoch, "{}"));
            // A statement of its own, so that transactions of several writers truly overlap.
            await tx.Db.Tenants.CountAsync(token);
        }, ct);

    private static async Task<IReadOnlyList<string>> ReadAsync(Database door, int total, CancellationToken ct)
    {
        var log = new EventLog(door);
        var seen = new List<string>();
        var last = 0L;
        while (seen.Count < total)
        {
            var batch = await log.AfterAsync(last, SmallBatch, ct);
            seen.AddRange(batch.Select(e => e.Type));
            last = batch.Count > 0 ? batch[^1].Number : last;
            await Task.Yield();
        }
        return seen;
    }
}
