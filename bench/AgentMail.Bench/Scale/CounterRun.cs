using System.Diagnostics;
using System.Globalization;
using AgentMail.Bench.Micro;
using AgentMail.Core.Storage;
using AgentMail.TestKit.Servers;

namespace AgentMail.Bench.Scale;

/// <summary>
/// How much goes through the one row that numbers events. A commit with an event in it holds that row until it is on disk, so such
/// commits come one after the other, whoever makes them; what is written together shares one.
/// </summary>
internal static class CounterRun
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        await using var postgres = await PostgresServer.StartNewDurableAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var migrated = await ScaleHost.StartAsync(database);
        foreach (var (processes, callers) in new[] { (1, 1), (4, 1), (16, 1), (4, 50), (16, 50) })
            await PrintAsync(database, processes, callers);
    }

    // One caller at a time leaves nothing to share: each write is a commit.
    private static async Task PrintAsync(string database, int processes, int callers)
    {
        var doors = Enumerable.Range(0, processes).Select(_ => new GroupCommit(new PostgresEngine(database))).ToList();
        var watch = Stopwatch.StartNew();
        var written = await Task.WhenAll(doors.SelectMany(door => Enumerable.Range(0, callers).Select(_ => WriteAsync(door, watch))));
        var seconds = watch.Elapsed.TotalSeconds;
        foreach (var door in doors)
            await door.DisposeAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"event counter, {processes,2} processes with {callers,2} callers each: {written.Sum() / seconds,8:0} writes/s{(callers == 1 ? ", each a commit" : ", grouped")}"));
    }

    private static async Task<int> WriteAsync(GroupCommit door, Stopwatch watch)
    {
        var count = 0;
        for (; watch.Elapsed < Span; count++)
        {
            await door.SubmitAsync((tx, _) =>
            {
                tx.Append(Samples.Event);
                return Task.FromResult(true);
            }, CancellationToken.None);
        }
        return count;
    }
}
