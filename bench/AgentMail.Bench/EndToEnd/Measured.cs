using System.Diagnostics;
using AgentMail.Bench.Sink;

namespace AgentMail.Bench.EndToEnd;

/// <summary>One load, from its first POST until AgentMail has nothing left to do.</summary>
internal sealed record Measured(Posts Posts, SinkReport Sink, SortedDictionary<string, double> Cpu, double OthersCores, int Unsettled)
{
    public double EmailsPerSecond => Sink.Accepted.Count / Stopwatch.GetElapsedTime(Posts.FirstStarted, Sink.Accepted.Max(a => a[1])).TotalSeconds;

    public double PostsPerSecond => Posts.Count / Stopwatch.GetElapsedTime(Posts.FirstStarted, Posts.LastAnswered).TotalSeconds;

    /// <summary>CPU-ms per email of each group of processes.</summary>
    public IEnumerable<KeyValuePair<string, double>> CpuMs => Cpu.Select(pair => KeyValuePair.Create(pair.Key, pair.Value * 1000 / Posts.Count));

    /// <summary>CPU-ms per email of AgentMail and its engines.</summary>
    public IEnumerable<KeyValuePair<string, double>> OwnCpuMs => Processes.Own(CpuMs);

    public Percentiles? PostToSink => Percentiles.Of(Sink.Accepted.Where(a => Posts.Contains(a[0])).Select(a => Posts.MillisecondsUntil(a[0], a[1])));

    public Tally Tally
    {
        get
        {
            var seen = Sink.Accepted.Select(a => a[0]).Where(Posts.Contains).ToList();
            var distinct = seen.Distinct().Count();
            return new(Posts.Refused, Posts.Count - Posts.Refused - distinct, seen.Count - distinct, Sink.Mismatches, Unsettled);
        }
    }

    /// <summary>Runs a load and charges each process for it.</summary>
    public static async Task<Measured> RunAsync(Func<Task<Posts>> load, SinkProcess sink, HttpClient admin)
    {
        await sink.TakeAsync();
        var (before, busy, running) = (Processes.Cpu(), Processes.MachineBusy(), Stopwatch.StartNew());
        var posts = await load();
        await sink.WaitForAsync(posts.Count);
        var unsettled = await Settling.UnsettledAsync(admin);
        var after = Processes.Cpu();
        var spent = new SortedDictionary<string, double>(after.ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key)));
        var others = (Processes.MachineBusy() - busy - spent.Values.Sum()) / running.Elapsed.TotalSeconds;
        return new(posts, await sink.TakeAsync(), spent, Math.Round(others, 2), unsettled);
    }
}
