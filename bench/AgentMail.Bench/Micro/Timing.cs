using System.Diagnostics;
using System.Globalization;

namespace AgentMail.Bench.Micro;

/// <summary>
/// What one call costs: CPU time, elapsed time and memory allocated, each the median of some rounds. CPU time is what to compare on a
/// shared machine; elapsed time shows what waits, for the disk above all.
/// </summary>
internal sealed record Timing(double CpuMicroseconds, double Microseconds, long Bytes)
{
    private const int Rounds = 9;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(300);

    public static Task<Timing> OfAsync(Action call) => OfAsync(() =>
    {
        call();
        return Task.CompletedTask;
    });

    public static async Task<Timing> OfAsync(Func<Task> call, int callsAtOnce = 1)
    {
        // Long enough for the runtime to have compiled it twice.
        await MeasureAsync(call, callsAtOnce);
        await MeasureAsync(call, callsAtOnce);
        var rounds = new List<Timing>();
        while (rounds.Count < Rounds)
            rounds.Add(await MeasureAsync(call, callsAtOnce));
        return new(Median(rounds, r => r.CpuMicroseconds), Median(rounds, r => r.Microseconds), (long)Median(rounds, r => r.Bytes));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CpuMicroseconds,10:0.00} {Microseconds,10:0.00} {Bytes,9:0}");

    private static async Task<Timing> MeasureAsync(Func<Task> call, int callsAtOnce)
    {
        var (bytes, cpu, clock, calls) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, Stopwatch.StartNew(), 0);
        while (clock.Elapsed < Round)
        {
            if (callsAtOnce == 1)
                await call();
            else
                await Task.WhenAll(Enumerable.Range(0, callsAtOnce).Select(_ => call()));
            calls += callsAtOnce;
        }
        var elapsed = clock.Elapsed;
        return new(
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / calls, elapsed.TotalMicroseconds / calls,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / calls);
    }

    private static double Median(List<Timing> rounds, Func<Timing, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}
