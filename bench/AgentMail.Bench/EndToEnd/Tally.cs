namespace AgentMail.Bench.EndToEnd;

/// <summary>What must be nought.</summary>
internal sealed record Tally(int Refused, int Lost, int Duplicates, int Mismatches)
{
    public static Tally operator +(Tally a, Tally b) =>
        new(a.Refused + b.Refused, a.Lost + b.Lost, a.Duplicates + b.Duplicates, a.Mismatches + b.Mismatches);
}
