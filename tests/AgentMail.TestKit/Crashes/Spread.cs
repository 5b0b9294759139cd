namespace AgentMail.TestKit.Crashes;

/// <summary>Seconds: the middle one and the longest.</summary>
public sealed record Spread(double Median, double Max)
{
    /// <summary>Null where there is nothing to tell.</summary>
    public static Spread? Of(IEnumerable<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(t => Math.Round(t.TotalSeconds, 2)).Order()];
        return sorted is [] ? null : new(sorted[sorted.Length / 2], sorted[^1]);
    }
}
