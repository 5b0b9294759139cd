using AgentMail.TestKit;
using AgentMail.TestKit.Deployment;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Deployment;

/// <summary>What an operator sees is there: dashboard and alerts read what API, worker and broker really say.</summary>
public sealed class ScrapedInstallationTests(ScrapedFixture fixture) : IClassFixture<ScrapedFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PrometheusServer _prometheus = fixture.Prometheus;

    [Fact]
    public async Task Everybody_is_scraped() => await Eventually.BecomesAsync(
        () => _prometheus.QueryAsync("sum by (job) (up)"), up => up.EnumerateArray().Count(job => job.GetProperty("value")[1].GetString() == "1") == 4, Patience);

    [Fact]
    public async Task Every_metric_that_dashboard_and_alerts_read_exists()
    {
        var asked = MonitoringFiles.Dashboard.Expressions.Select(e => e.Expression).Concat((await _prometheus.RulesAsync()).Select(rule => rule.GetProperty("query").GetString()!));
        var names = asked.SelectMany(MetricNames.Of).Except(InstrumentNames.All()).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(names);
        await Eventually.BecomesAsync(async () => names.Except(await _prometheus.NamesAsync()).ToList(), missing => missing.Count == 0, Patience);
    }

    /// <summary>How names are made of instruments is right where it can be seen; <c>_created</c> is what the exporter adds, the time of a counter's birth.</summary>
    [Fact]
    public async Task Instruments_that_have_counted_are_called_so()
    {
        var seen = (await _prometheus.NamesAsync()).Where(name => name.StartsWith("agentmail_", StringComparison.Ordinal) && !name.EndsWith("_created", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(seen);
        Assert.Empty(seen.Except(InstrumentNames.All()));
    }

    [Fact]
    public async Task Every_panel_of_the_dashboard_has_something_to_show()
    {
        foreach (var (panel, expression) in MonitoringFiles.Dashboard.Expressions)
            await Eventually.BecomesAsync(() => _prometheus.QueryAsync(expression), shown => shown.GetArrayLength() > 0, Patience, $"{panel}: {expression}");
    }

    [Fact]
    public async Task Every_alert_is_evaluated_and_a_healthy_installation_is_left_in_peace()
    {
        var rules = await Eventually.BecomesAsync(() => _prometheus.RulesAsync(), all => all.Count > 0 && all.All(rule => rule.GetProperty("health").GetString() != "unknown"), Patience);

        Assert.All(rules, rule => Assert.Equal("ok", rule.GetProperty("health").GetString()));
        Assert.DoesNotContain(rules, rule => rule.GetProperty("state").GetString() == "firing");
    }
}
