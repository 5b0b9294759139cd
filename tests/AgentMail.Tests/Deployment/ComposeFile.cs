using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AgentMail.Tests.Deployment;

/// <summary><c>docker-compose.yml</c>, anchors and merges resolved.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<object, object?> _services;

    public ComposeFile()
    {
        using var file = File.OpenText(Repository.PathOf("docker-compose.yml"));
        Root = Map(new DeserializerBuilder().Build().Deserialize(new MergingParser(new Parser(file))));
        _services = Map(Root["services"]);
    }

    public Dictionary<object, object?> Root { get; }

    public IReadOnlyList<string> Services => [.. _services.Keys.Cast<string>()];

    public Dictionary<object, object?> Service(string name) => Map(_services[name]);

    /// <summary>Environment variables of a service; null = passed on from whoever starts it.</summary>
    public IReadOnlyDictionary<string, string?> Environment(string service) => Service(service).TryGetValue("environment", out var all)
        ? Map(all).ToDictionary(v => (string)v.Key, v => Convert.ToString(v.Value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null)
        : new Dictionary<string, string?>();

    /// <summary>The command of a health check, as the container runs it.</summary>
    public string[] HealthCheck(string service) =>
        [.. ((List<object>)Map(Service(service)["healthcheck"])["test"]!).Select(word => ((string)word).Replace("$$", "$", StringComparison.Ordinal))];

    /// <summary>What a service has mounted: a path of the repository or a volume, and where.</summary>
    public IEnumerable<(string Source, string Target)> Mounts(string service) => Service(service).TryGetValue("volumes", out var all)
        ? ((List<object>)all!).Cast<string>().Select(mount => mount.Split(':')).Select(parts => (parts[0], parts[1]))
        : [];

    public static Dictionary<object, object?> Map(object? node) => (Dictionary<object, object?>)node!;
}
