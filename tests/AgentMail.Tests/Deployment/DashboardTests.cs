using System.Text.Json;
using AgentMail.TestKit.Deployment;

namespace AgentMail.Tests.Deployment;

/// <summary>Grafana itself runs nowhere here, so the dashboard is held against what Grafana reads of such a file.</summary>
public sealed class DashboardTests
{
    private readonly Dashboard _dashboard = MonitoringFiles.Dashboard;

    [Fact]
    public void Grafana_reads_it_without_migrating_old_shapes()
    {
        Assert.InRange(_dashboard.Root.GetProperty("schemaVersion").GetInt32(), 36, 41);
        Assert.Equal("agentmail", _dashboard.Root.GetProperty("uid").GetString());
        Assert.False(_dashboard.Root.TryGetProperty("id", out _));
        Assert.All(_dashboard.Panels, panel => Assert.Contains(panel.GetProperty("type").GetString(), new[] { "stat", "timeseries" }));
    }

    [Fact]
    public void Every_panel_has_an_id_of_its_own_a_title_and_says_how_to_read_it()
    {
        Assert.Distinct(_dashboard.Root.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.All(_dashboard.Panels, panel => Assert.NotEmpty(panel.GetProperty("title").GetString()!));
        Assert.All(_dashboard.Panels, panel => Assert.EndsWith(".", panel.GetProperty("description").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_question_has_a_letter_of_its_own_in_its_panel() => Assert.All(_dashboard.Panels, panel =>
    {
        var targets = panel.GetProperty("targets").EnumerateArray().ToList();
        Assert.NotEmpty(targets);
        Assert.Distinct(targets.Select(t => t.GetProperty("refId").GetString()));
        Assert.All(targets, target => Assert.NotEmpty(MetricNames.Of(target.GetProperty("expr").GetString()!)));
    });

    [Fact]
    public void Panels_lie_within_the_page_and_beside_each_other()
    {
        var cells = _dashboard.Root.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("gridPos"))
            .SelectMany(p => from x in Enumerable.Range(Int(p, "x"), Int(p, "w")) from y in Enumerable.Range(Int(p, "y"), Int(p, "h")) select (x, y)).ToList();

        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
        Assert.Distinct(cells);
    }

    private static int Int(JsonElement place, string name) => place.GetProperty(name).GetInt32();
}
