using AgentMail.TestKit.Servers;

namespace AgentMail.TestKit.Installation;

/// <summary>A scaled-out AgentMail in processes of its own, as an operator runs it: one API, any number of workers, real engines.</summary>
public sealed class ScaledOut : IAsyncDisposable
{
    public const string AdminKey = "amk_scaled-out-tests-0123456789";

    private const string Started = "Application started";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(40);

    private readonly Dictionary<string, string> _environment;
    private readonly string _folder = Directory.CreateTempSubdirectory("agentmail-scaled-out").FullName;
    private readonly List<SupervisedProcess> _workers = [];
    private SupervisedProcess? _api;
    private int _logs;

    private ScaledOut(string database, string rabbitMq, string redis, IReadOnlyDictionary<string, string>? settings)
    {
        var port = Loopback.FreePort();
        Address = new($"http://127.0.0.1:{port}");
        _environment = new()
        {
            ["ConnectionStrings__Database"] = database,
            ["ConnectionStrings__RabbitMq"] = rabbitMq,
            ["ConnectionStrings__Redis"] = redis,
            ["AgentMail__BootstrapKey"] = AdminKey,
            ["AgentMail__AllowPrivateNetworks"] = "true",
            ["ASPNETCORE_URLS"] = Address.ToString(),
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            _environment[name] = value;
        Admin = Client(AdminKey);
    }

    public Uri Address { get; }

    /// <summary>Calls with the first admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>Starts everything at once, on an empty database: whoever is first migrates it.</summary>
    public static async Task<ScaledOut> StartAsync(
        string database, string rabbitMq, string redis, int workers, IReadOnlyDictionary<string, string>? settings = null)
    {
        var installation = new ScaledOut(database, rabbitMq, redis, settings);
        try
        {
            var api = installation.StartApiAsync();
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => installation.StartWorkerAsync()));
            await api;
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public HttpClient Client(string key) => ApiClients.WithKey(Address, key);

    public async Task StartWorkerAsync()
    {
        var (worker, log) = Start("Worker");
        lock (_workers)
            _workers.Add(worker);
        await worker.WaitUntilReadyAsync(async () => (await File.ReadAllTextAsync(log)).Contains(Started, StringComparison.Ordinal), StartDeadline);
    }

    /// <summary>As a power cut would.</summary>
    public async Task KillWorkerAsync(int index)
    {
        await _workers[index].DisposeAsync();
        _workers.RemoveAt(index);
    }

    /// <summary>Everything the processes have printed.</summary>
    public string Logs() => string.Concat(Directory.GetFiles(_folder, "*.log").Select(File.ReadAllText));

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        foreach (var process in _workers.Append(_api).OfType<SupervisedProcess>())
        {
            await process.StopAsync(StopDeadline);
            await process.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartApiAsync()
    {
        (_api, _) = Start("Api");
        await _api.WaitUntilReadyAsync(Admin.IsReadyAsync, StartDeadline);
    }

    private (SupervisedProcess Process, string Log) Start(string project)
    {
        var log = Path.Combine(_folder, $"{Interlocked.Increment(ref _logs)}-{project}.log");
        return (SupervisedProcess.Start(log, "dotnet", [ProgramOutput.PathOf(project)], _environment), log);
    }
}
