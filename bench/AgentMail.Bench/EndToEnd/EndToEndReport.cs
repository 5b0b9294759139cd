namespace AgentMail.Bench.EndToEnd;

/// <summary>The line that a run prints; bench/README.md explains each figure.</summary>
internal sealed record EndToEndReport(
    string Mode, int Workers, int Emails, int Identities, int Connections, int StartUpMs, double EmailsPerSecond, double PostsPerSecond,
    double CpuMsPerEmail, IReadOnlyDictionary<string, double> CpuMsByProcess, double SinkCpuMs, double LoadCpuMs, double CeilingPerSecond, double OthersCores,
    Percentiles? Post, IReadOnlyList<OpenLoopReport> OpenLoop, int SinkConnections, int SinkSignIns, Tally Tally,
    IReadOnlyDictionary<string, double> ResidentMiBAtRest, IReadOnlyDictionary<string, double> ResidentMiBAfterRun);

/// <summary>Latency at a rate that does not follow the answers.</summary>
internal sealed record OpenLoopReport(double Rate, Percentiles? Post, Percentiles? PostToSink, double CpuMsPerEmail);

/// <summary>What must be nought.</summary>
internal sealed record Tally(int Refused, int Lost, int Duplicates, int Mismatches)
{
    public static Tally operator +(Tally a, Tally b) =>
        new(a.Refused + b.Refused, a.Lost + b.Lost, a.Duplicates + b.Duplicates, a.Mismatches + b.Mismatches);
}
