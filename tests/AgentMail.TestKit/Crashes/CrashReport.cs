namespace AgentMail.TestKit.Crashes;

/// <summary>The line that a run prints; bench/README.md explains each figure.</summary>
public sealed record CrashReport
{
    public required int Seed { get; init; }

    public required IReadOnlyDictionary<string, int> Kills { get; init; }

    public required double Seconds { get; init; }

    public required int Accepted { get; init; }

    public required int Sent { get; init; }

    public required int Failed { get; init; }

    public required IReadOnlyDictionary<string, int> Whys { get; init; }

    public required int Lost { get; init; }

    public required int Duplicates { get; init; }

    public required int Stuck { get; init; }

    public required int Contradicted { get; init; }

    public required int Unaccounted { get; init; }

    public required int Miscounted { get; init; }

    public required int Uncertain { get; init; }

    public required int UncertainArrived { get; init; }

    public required int UncertainUnexplained { get; init; }

    public required int InDataAtKills { get; init; }

    public required int OpenAtKills { get; init; }

    public required int PlacesAtKills { get; init; }

    public required Spread? SendsAgainAfter { get; init; }

    public required Spread? AcceptsAgainAfter { get; init; }

    public required Spread? UncertainAfter { get; init; }

    /// <summary>What must not be; empty after a good run.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. new (int Count, string What)[]
        {
            (Lost, "lost"), (Duplicates, "duplicates"), (Stuck, "stuck"), (Contradicted, "contradicted by the sink"), (Unaccounted, "unaccounted"), (Miscounted, "that stats count otherwise"),
            (UncertainUnexplained, "uncertain that no kill explains"), (Math.Max(0, Uncertain - OpenAtKills), "more uncertain than were open at a kill"),
        }.Where(problem => problem.Count > 0).Select(problem => $"{problem.Count} {problem.What}"),
    ];
}
