using System.Data.Common;
using System.Text.RegularExpressions;
using AgentMail.Core.Hosting;
using AgentMail.Tests.Docs;
using Microsoft.Extensions.Configuration;

namespace AgentMail.Tests.Deployment;

/// <summary>Holds the compose file against the code, because no container engine runs where the tests do.</summary>
public sealed partial class ComposeFileTests
{
    private static readonly string[] Ours = ["api", "worker"];

    private readonly ComposeFile _compose = new();

    [Fact]
    public void Every_setting_it_gives_exists() => Assert.All(
        Ours.SelectMany(service => _compose.Environment(service).Keys), variable => Assert.Contains(variable, SettingsCatalogue.Variables));

    [Fact]
    public void Api_and_workers_stand_on_the_same_engines() => Assert.Equal(
        _compose.Environment("api").Where(IsConnectionString).OrderBy(v => v.Key), _compose.Environment("worker").Where(IsConnectionString).OrderBy(v => v.Key));

    [Fact]
    public void They_read_it_as_intake_and_workers_on_all_three_engines_which_are_services_of_the_file()
    {
        var settings = _compose.Environment("worker").Where(IsConnectionString)
            .Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), (string?)Resolve(v.Value!)));
        var mode = RunMode.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

        Assert.False(mode.HostsWorker);
        var database = new DbConnectionStringBuilder { ConnectionString = mode.Database };
        string[] hosts = [(string)database["Host"], new Uri(mode.RabbitMq!).Host, mode.Redis!.Split(':')[0]];
        Assert.All(hosts, host => Assert.Contains(host, _compose.Services));
    }

    [Fact]
    public void Passwords_are_the_same_at_both_ends()
    {
        var database = new DbConnectionStringBuilder { ConnectionString = Resolve(_compose.Environment("api")["ConnectionStrings__Database"]!) };
        var broker = new Uri(Resolve(_compose.Environment("api")["ConnectionStrings__RabbitMq"]!)).UserInfo;
        var (postgres, rabbit) = (_compose.Environment("postgres"), _compose.Environment("rabbitmq"));

        Assert.Equal((Resolve(postgres["POSTGRES_USER"]!), Resolve(postgres["POSTGRES_PASSWORD"]!), postgres["POSTGRES_DB"]), (database["Username"], database["Password"], database["Database"]));
        Assert.Equal($"{rabbit["RABBITMQ_DEFAULT_USER"]}:{Resolve(rabbit["RABBITMQ_DEFAULT_PASS"]!)}", broker);
    }

    [Fact]
    public void What_it_takes_from_outside_is_explained_with_the_default_it_has_here()
    {
        var example = Repository.Read(".env.example");
        var taken = Variable().Matches(Repository.Read("docker-compose.yml")).Select(m => $"{m.Groups["name"]}={m.Groups["default"]}").Distinct();
        var passedOn = Ours.SelectMany(_compose.Environment).Where(v => v.Value is null).Select(v => $"#{v.Key}=");

        Assert.All(taken, line => Assert.Contains("\n" + line + "\n", example, StringComparison.Ordinal));
        Assert.All(passedOn, line => Assert.Contains("\n" + line, example, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_number_of_workers_can_run()
    {
        var worker = _compose.Service("worker").Keys.Cast<string>();

        Assert.Empty(worker.Intersect(["container_name", "hostname", "ports", "network_mode"]));
    }

    [Fact]
    public void Every_service_has_a_health_check_and_ours_wait_for_those_of_the_engines()
    {
        Assert.All(_compose.Services, service => Assert.NotEmpty(_compose.HealthCheck(service)));
        Assert.All(Ours, service => Assert.Equal(
            ["postgres", "rabbitmq", "redis"],
            ComposeFile.Map(_compose.Service(service)["depends_on"]).Where(d => (string)ComposeFile.Map(d.Value)["condition"]! == "service_healthy").Select(d => d.Key)));
    }

    [Fact]
    public void What_must_survive_is_on_volumes_that_the_file_declares()
    {
        var declared = ComposeFile.Map(_compose.Root["volumes"]).Keys;

        Assert.All(new[] { "postgres", "rabbitmq", "prometheus", "grafana" }, service => Assert.Contains(
            ((List<object>)_compose.Service(service)["volumes"]!).Select(v => ((string)v).Split(':')[0]), declared.Contains));
    }

    [Fact]
    public void What_is_mounted_from_the_repository_is_there_and_stays_as_it_is() => Assert.All(
        _compose.Services.SelectMany(_compose.Mounts).Where(mount => mount.Source.StartsWith("./", StringComparison.Ordinal)), mount =>
        {
            Assert.True(Path.Exists(Repository.PathOf(mount.Source)), mount.Source);
            Assert.Contains($"{mount.Source}:{mount.Target}:ro", Repository.Read("docker-compose.yml"), StringComparison.Ordinal);
        });

    [Fact]
    public void Every_image_is_one_version() => Assert.All(
        _compose.Services.Except(Ours), service => Assert.Matches(@"^[\w./-]+:v?\d[\w.-]*$", (string)_compose.Service(service)["image"]!));

    private static bool IsConnectionString(KeyValuePair<string, string?> variable) => variable.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal);

    private static string Resolve(string text) => Variable().Replace(text, "${default}");

    [GeneratedRegex(@"\$\{(?<name>\w+):-(?<default>[^}]*)\}")]
    private static partial Regex Variable();
}
