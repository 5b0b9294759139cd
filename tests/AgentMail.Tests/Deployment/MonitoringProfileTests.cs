using AgentMail.TestKit.Deployment;
using YamlDotNet.Serialization;

namespace AgentMail.Tests.Deployment;

/// <summary>Prometheus and Grafana of the compose file: the files that they are given fit together, and fit the services.</summary>
public sealed class MonitoringProfileTests
{
    private static readonly string[] Monitoring = ["prometheus", "grafana"];
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    private readonly ComposeFile _compose = new();

    [Fact]
    public void Only_they_wait_for_the_profile() => Assert.Equal(Monitoring, _compose.Services.Where(service => _compose.Service(service).ContainsKey("profiles")));

    [Fact]
    public void Both_are_published_to_this_host_alone() => Assert.All(Monitoring, service => Assert.All(
        Texts(_compose.Service(service)["ports"]), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal)));

    [Fact]
    public void Prometheus_reads_the_files_that_are_mounted()
    {
        var mounts = _compose.Mounts("prometheus").ToDictionary(m => m.Source, m => m.Target);
        var folder = Path.GetDirectoryName(mounts["./deploy/prometheus.yml"]);

        Assert.Contains($"--config.file={mounts["./deploy/prometheus.yml"]}", Texts(_compose.Service("prometheus")["command"]));
        Assert.Equal(["alerts.yml"], Texts(Prometheus()["rule_files"]));
        Assert.Equal($"{folder}/alerts.yml", mounts["./deploy/alerts.yml"]);
    }

    [Fact]
    public void It_asks_every_replica_of_ours_where_they_answer()
    {
        var discovered = Jobs().Where(job => job.ContainsKey("dns_sd_configs")).Select(job => ComposeFile.Map(((List<object>)job["dns_sd_configs"]!)[0]))
            .Select(dns => (Service: Texts(dns["names"])[0], Port: (string)dns["port"]!));

        // 8080 is where the image of the API listens.
        Assert.Equal([("api", "8080"), ("worker", _compose.Environment("worker")["AgentMail__Metrics__Port"]!)], discovered);
        Assert.Contains("\nEXPOSE 8080\n", Repository.Read("src/Api/Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void All_others_that_it_asks_are_services()
    {
        var targets = Jobs().Where(job => job.ContainsKey("static_configs")).SelectMany(job => Texts(ComposeFile.Map(((List<object>)job["static_configs"]!)[0])["targets"]));

        Assert.All(targets, target => Assert.Contains(target.Split(':')[0], _compose.Services));
    }

    [Fact]
    public void Grafana_finds_the_dashboard_and_the_dashboard_its_source()
    {
        var mounts = _compose.Mounts("grafana").ToDictionary(m => m.Source, m => m.Target);
        var source = First("grafana/provisioning/datasources/prometheus.yml", "datasources");
        var provider = First("grafana/provisioning/dashboards/agentmail.yml", "providers");

        Assert.Equal(mounts["./deploy/grafana/dashboards"], ComposeFile.Map(provider["options"])["path"]);
        Assert.Equal($"{mounts["./deploy/grafana/dashboards"]}/agentmail.json", _compose.Environment("grafana")["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]);
        Assert.Equal("http://prometheus:9090", source["url"]);
        Assert.All(MonitoringFiles.Dashboard.Panels, panel => Assert.Equal(source["uid"], panel.GetProperty("datasource").GetProperty("uid").GetString()));
    }

    private static Dictionary<object, object?> First(string file, string list) => ComposeFile.Map(((List<object>)ComposeFile.Map(Yaml.Deserialize(MonitoringFiles.Read(file)))[list]!)[0]);

    private static Dictionary<object, object?> Prometheus() => ComposeFile.Map(Yaml.Deserialize(MonitoringFiles.Read("prometheus.yml")));

    private static IEnumerable<Dictionary<object, object?>> Jobs() => ((List<object>)Prometheus()["scrape_configs"]!).Select(ComposeFile.Map);

    private static List<string> Texts(object? list) => [.. ((List<object>)list!).Cast<string>()];
}
