namespace AgentMail.Bench.EndToEnd;

/// <summary>Milliseconds that half, and all but one in a hundred, stayed below.</summary>
internal sealed record Percentiles(double P50, double P99)
{
    public static Percentiles? Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted is [] ? null : new(At(sorted, 0.50), At(sorted, 0.99));
    }

    private static double At(double[] sorted, double share) => Math.Round(sorted[(int)((sorted.Length - 1) * share)], 2);
}
