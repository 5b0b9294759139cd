namespace AgentMail.Bench.EndToEnd;

/// <summary>What must be nought. Unsettled: the sink has had its chance long ago, and the email still stands at sending.</summary>
internal sealed record Tally(int Refused, int Lost, int Duplicates, int Mismatches, int Unsettled)
{
    public static Tally operator +(Tally a, Tally b) =>
        new(a.Refused + b.Refused, a.Lost + b.Lost, a.Duplicates + b.Duplicates, a.Mismatches + b.Mismatches, b.Unsettled);
}
