using System.Text.RegularExpressions;
using AgentMail.TestKit.Deployment;

namespace AgentMail.Tests.Docs;

/// <summary>The page of metrics names each of ours, and none that does not exist.</summary>
public sealed partial class MetricsPageTests
{
    [Fact]
    public void Every_metric_has_a_line_and_every_line_a_metric()
    {
        var described = Line().Matches(Repository.Read("docs/metrics.md")).Select(m => m.Groups["name"].Value).ToList();

        Assert.Equal(InstrumentNames.All().Select(Whole).Distinct().Order(), described.Order());
    }

    // A histogram is three names in Prometheus, and one thing to a reader.
    private static string Whole(string name) => PartOfHistogram().Replace(name, "");

    [GeneratedRegex("^\\| `(?<name>agentmail_[a-z_]+)` \\|.*\\| [^|]+ \\|$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex PartOfHistogram();
}
