namespace AgentMail.Bench.Isolation;

/// <summary>The last line that a comparison prints: medians of its rounds, and how the company of the sick compares.</summary>
internal sealed record IsolationReport(IsolationOptions Options, IReadOnlyList<MedianFigures> Medians)
{
    public required Ratio SickToAlone { get; init; }

    public required Ratio SickToHealthy { get; init; }

    public static IsolationReport Of(IsolationOptions options, IReadOnlyList<CompanyFigures> runs)
    {
        var medians = Enum.GetValues<Company>().Select(company => MedianFigures.Of(company, [.. runs.Where(run => run.Company == company)])).ToList();
        return new(options, medians)
        {
            SickToAlone = Ratio.Of(medians[(int)Company.Sick], medians[(int)Company.Alone]),
            SickToHealthy = Ratio.Of(medians[(int)Company.Sick], medians[(int)Company.Healthy]),
        };
    }
}

/// <summary>Of the six, in one company; the least p99 is the one of the round in which others used the machine least.</summary>
internal sealed record MedianFigures(Company Company, double EmailsPerSecond, double P50, double P99, double LeastP99, double CpuSeconds)
{
    public static MedianFigures Of(Company company, IReadOnlyList<CompanyFigures> runs) => new(
        company, Median(runs.Select(run => run.EmailsPerSecond)), Median(runs.Select(run => run.PostToSink?.P50 ?? 0)), Median(runs.Select(run => run.PostToSink?.P99 ?? 0)),
        runs.Min(run => run.PostToSink?.P99 ?? 0), Median(runs.Select(run => run.CpuSeconds)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

/// <summary>One company over the other.</summary>
internal sealed record Ratio(double EmailsPerSecond, double P50, double P99, double LeastP99)
{
    public static Ratio Of(MedianFigures one, MedianFigures other) =>
        new(
            Math.Round(one.EmailsPerSecond / other.EmailsPerSecond, 3), Math.Round(one.P50 / other.P50, 2), Math.Round(one.P99 / other.P99, 2),
            Math.Round(one.LeastP99 / other.LeastP99, 2));
}
