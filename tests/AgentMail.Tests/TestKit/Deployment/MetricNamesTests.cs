using AgentMail.TestKit.Deployment;

namespace AgentMail.Tests.TestKit.Deployment;

public sealed class MetricNamesTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData("""max(a_b{job="x", status=~"c|d"}) > 0""", "a_b")]
    [InlineData("sum by (job, le) (rate(a_total[5m])) > 0.05 * sum(rate(b_total[5m]))", "a_total", "b_total")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(a_bucket{le=\"1\"}[1m]))) > 1e3", "a_bucket")]
    [InlineData("a unless on (instance) b offset 5m", "a", "b")]
    [InlineData("absent(up{job=\"x\"} == 1) or vector(0)", "up")]
    public void Names_are_what_is_neither_function_nor_label_nor_number(string expression, params string[] names) =>
        Assert.Equal(names, MetricNames.Of(expression));
}
