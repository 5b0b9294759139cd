using AgentMail.TestKit.Deployment;
using YamlDotNet.Serialization;

namespace AgentMail.Tests.Deployment;

/// <summary><c>deploy/alerts.yml</c>, and the cases that promtool plays.</summary>
internal static class AlertFile
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    public static IReadOnlyList<Dictionary<object, object?>> Alerts { get; } =
        [.. Items(Root("alerts.yml")["groups"]).SelectMany(group => Items(group["rules"]))];

    /// <summary>Alert by alert, how many series of samples are expected while it fires (1) and while it is quiet (0).</summary>
    public static ILookup<string, int> Cases { get; } =
        (from test in Items(Root("alerts.test.yml")["tests"])
         from question in Items(test["promql_expr_test"])
         select (Name: (string)test["name"]!, Samples: ((List<object>)question["exp_samples"]!).Count)).ToLookup(c => c.Name, c => c.Samples);

    public static string Annotation(Dictionary<object, object?> alert, string name) => (string)ComposeFile.Map(alert["annotations"])[name]!;

    private static Dictionary<object, object?> Root(string file) => ComposeFile.Map(Yaml.Deserialize(MonitoringFiles.Read(file)));

    private static IEnumerable<Dictionary<object, object?>> Items(object? list) => ((List<object>)list!).Select(ComposeFile.Map);
}
