using System.Text.RegularExpressions;
using AgentMail.Tests.Docs;

namespace AgentMail.Tests.Deployment;

/// <summary>Whoever is woken by an alert is told what it means and what to do.</summary>
public sealed partial class AlertFileTests
{
    private const string Page = "docs/when-things-break.md";

    [Fact]
    public void Every_alert_says_what_it_means_and_how_soon_to_look() => Assert.All(AlertFile.Alerts, alert =>
    {
        Assert.NotEmpty(AlertFile.Annotation(alert, "summary"));
        Assert.EndsWith(".", AlertFile.Annotation(alert, "description"), StringComparison.Ordinal);
        Assert.Contains(ComposeFile.Map(alert["labels"])["severity"], new[] { "page", "ticket" });
    });

    [Fact]
    public void Every_alert_has_its_section_which_names_it()
    {
        var sections = Repository.Read(Page).Split("\n### ")[1..].ToDictionary(section => PagesTests.Anchor(section[..section.IndexOf('\n', StringComparison.Ordinal)]));

        Assert.All(AlertFile.Alerts, alert =>
        {
            var runbook = AlertFile.Annotation(alert, "runbook").Split('#');
            Assert.Equal(Page, runbook[0]);
            Assert.Contains($"`{alert["alert"]}`", sections[runbook[1]], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_page_names_no_alert_that_is_not_there()
    {
        var named = Named().Matches(Repository.Read(Page)).SelectMany(m => m.Groups["name"].Captures).Select(name => name.Value);

        Assert.Equal(AlertFile.Alerts.Select(alert => (string)alert["alert"]!).Order(), named.Order());
    }

    [Fact]
    public void Every_alert_is_tried_while_it_fires_and_while_it_is_quiet() => Assert.All(
        AlertFile.Alerts, alert => Assert.Equal([0, 1], AlertFile.Cases[(string)alert["alert"]!].Distinct().Order()));

    [GeneratedRegex(@"^Alerts?: (`(?<name>\w+)`(, )?)+\.", RegexOptions.Multiline)]
    private static partial Regex Named();
}
