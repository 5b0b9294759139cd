using System.Globalization;
using System.Text.Json;

namespace AgentMail.TestKit.Servers;

/// <summary>Prometheus, on a configuration of the test's own. A local process always: its package is small and needs no engine.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly ServerFolder _folder = new("prometheus");
    private readonly HttpClient _client;
    private SupervisedProcess? _process;

    private PrometheusServer(int port) => _client = new() { BaseAddress = new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}") };

    /// <summary>Starts it with these files beside each other.</summary>
    /// <param name="configuration">The text of <c>prometheus.yml</c>.</param>
    /// <param name="rules">The text of the rule file that it names.</param>
    public static async Task<PrometheusServer> StartNewAsync(string configuration, string rules)
    {
        var port = Loopback.FreePort();
        var server = new PrometheusServer(port);
        try
        {
            await server.StartAsync(port, configuration, rules);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks an expression as of now; an expression that it cannot answer fails with its words.</summary>
    public async Task<JsonElement> QueryAsync(string expression)
    {
        var answer = await GetAsync("/api/v1/query?query=" + Uri.EscapeDataString(expression));
        return answer.GetProperty("status").GetString() == "success"
            ? answer.GetProperty("data").GetProperty("result")
            : throw new InvalidOperationException($"{expression}\n{answer.GetProperty("error").GetString()}");
    }

    /// <summary>Names of everything it has scraped.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync() =>
        (await GetAsync("/api/v1/label/__name__/values")).GetProperty("data").EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);

    /// <summary>Its alert rules, each with its state and health.</summary>
    public async Task<IReadOnlyList<JsonElement>> RulesAsync() =>
        [.. (await GetAsync("/api/v1/rules?type=alert")).GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(g => g.GetProperty("rules").EnumerateArray())];

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        await _folder.DisposeAsync();
    }

    private async Task StartAsync(int port, string configuration, string rules)
    {
        var program = Installed.Find("prometheus", "/usr/bin/prometheus");
        _folder.Write("alerts.yml", rules);
        _process = SupervisedProcess.Start(_folder["prometheus.log"], program,
        [
            $"--config.file={_folder.Write("prometheus.yml", configuration)}", $"--storage.tsdb.path={_folder.CreateFolder("data")}",
            $"--web.listen-address=127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", "--log.level=warn",
        ]);
        await _process.WaitUntilReadyAsync(IsReadyAsync, Deadline);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return (await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement;
    }
}
