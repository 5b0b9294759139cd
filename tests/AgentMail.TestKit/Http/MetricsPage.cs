using System.Globalization;

namespace AgentMail.TestKit.Http;

/// <summary><c>/metrics</c> as Prometheus reads it.</summary>
public static class MetricsPage
{
    /// <summary>Sum of the samples of a metric whose labels contain <paramref name="label"/>; null when there is none.</summary>
    public static async Task<double?> MetricAsync(this HttpClient client, string name, string label = "")
    {
        var samples = (await client.ReadAsync("/metrics")).Text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && (line[name.Length] is ' ' or '{') && line.Contains(label, StringComparison.Ordinal))
            .Select(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].TrimStart().Replace(name, "", StringComparison.Ordinal).Trim().Split(' ')[0], CultureInfo.InvariantCulture))
            .ToList();
        return samples.Count == 0 ? null : samples.Sum();
    }
}
