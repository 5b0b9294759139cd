namespace AgentMail.Bench.EndToEnd;

/// <summary>The line that a run prints; bench/README.md explains each figure.</summary>
internal sealed record EndToEndReport(string Mode, int Workers, int Emails, int Identities, int Connections)
{
    public required StartUpReport StartUp { get; init; }

    public required BurstReport Burst { get; init; }

    public required IReadOnlyList<OpenLoopReport> OpenLoop { get; init; }

    public required Tally Tally { get; init; }

    public required int SinkConnections { get; init; }

    public required ResidentReport ResidentMiB { get; init; }
}

/// <summary>From the start of AgentMail's processes until they are ready; the CPU of the engines' start is in it.</summary>
internal sealed record StartUpReport(int Ms, double CpuSeconds);

/// <summary>Resident MiB of AgentMail's own processes.</summary>
internal sealed record ResidentReport(IReadOnlyDictionary<string, double> AtRest, IReadOnlyDictionary<string, double> AfterBurst);

/// <summary>Posted as fast as it was taken.</summary>
internal sealed record BurstReport(
    double EmailsPerSecond, double PostsPerSecond, double CpuMsPerEmail, IReadOnlyDictionary<string, double> CpuMsByProcess, double SinkCpuMs, double LoadCpuMs,
    double CeilingPerSecond, double OthersCores, Percentiles? Post)
{
    public static BurstReport Of(Measured run)
    {
        var all = run.CpuMs.ToDictionary();
        return new(
            Math.Round(run.EmailsPerSecond), Math.Round(run.PostsPerSecond), Cpu.Total(run), Cpu.ByProcess(run),
            Cpu.Round(all[Processes.Sink]), Cpu.Round(all[Processes.Load]),
            Math.Round(1000 * Environment.ProcessorCount / all.Values.Sum()), run.OthersCores, Percentiles.Of(run.Posts.Milliseconds));
    }
}

/// <summary>Posted at a rate that does not follow the answers.</summary>
internal sealed record OpenLoopReport(double Rate, Percentiles? Post, Percentiles? PostToSink, double CpuMsPerEmail, IReadOnlyDictionary<string, double> CpuMsByProcess)
{
    public static OpenLoopReport Of(double rate, Measured run) =>
        new(rate, Percentiles.Of(run.Posts.Milliseconds), run.PostToSink, Cpu.Total(run), Cpu.ByProcess(run));
}

/// <summary>CPU-ms per email of AgentMail and its engines, as a report shows them.</summary>
internal static class Cpu
{
    public static double Total(Measured run) => Round(run.OwnCpuMs.Sum(pair => pair.Value));

    public static IReadOnlyDictionary<string, double> ByProcess(Measured run) => run.OwnCpuMs.ToDictionary(pair => pair.Key, pair => Round(pair.Value));

    public static double Round(double milliseconds) => Math.Round(milliseconds, 3);
}
