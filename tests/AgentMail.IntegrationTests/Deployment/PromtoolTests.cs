using AgentMail.TestKit.Deployment;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Deployment;

/// <summary>The files that Prometheus reads, held against its own tool.</summary>
public sealed class PromtoolTests
{
    [Fact]
    public Task The_configuration_and_the_rules_that_it_names_are_valid() => Promtool.RunAsync("check", "config", MonitoringFiles.PathOf("prometheus.yml"));

    [Fact]
    public Task Each_alert_fires_when_it_should_and_not_before() => Promtool.RunAsync("test", "rules", MonitoringFiles.PathOf("alerts.test.yml"));
}
