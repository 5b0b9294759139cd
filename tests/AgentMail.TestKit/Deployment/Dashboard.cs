using System.Text.Json;

namespace AgentMail.TestKit.Deployment;

/// <summary>The dashboard that compose provisions.</summary>
public sealed class Dashboard
{
    public Dashboard(string json)
    {
        Root = JsonDocument.Parse(json).RootElement;
        Panels = [.. Root.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row")];
    }

    public JsonElement Root { get; }

    /// <summary>All but the headings between them.</summary>
    public IReadOnlyList<JsonElement> Panels { get; }

    /// <summary>What the panels ask, as Prometheus is asked: Grafana puts in how far apart it scrapes.</summary>
    public IEnumerable<(string Panel, string Expression)> Expressions =>
        from panel in Panels
        from target in panel.GetProperty("targets").EnumerateArray()
        select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "1m", StringComparison.Ordinal));
}
