using AgentMail.CrashPoints;
using AgentMail.TestKit.Crashes;

namespace AgentMail.TestKit.Installation;

/// <summary>A scaled-out AgentMail in processes of its own, as an operator runs it: one API, any number of workers, real engines.</summary>
public sealed class ScaledOut : IKillable, IAsyncDisposable
{
    public const string AdminKey = "amk_scaled-out-tests-0123456789";

    private const string Started = "Application started";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly Release _release;
    private readonly Dictionary<string, string> _environment;
    private readonly Engines _ofApi;
    private readonly Engines _ofWorkers;
    private readonly string _folder = Directory.CreateTempSubdirectory("agentmail-scaled-out").FullName;
    private readonly List<ProgramProcess> _workers = [];
    private ProgramProcess? _api;
    private int _logs;

    private ScaledOut(Engines ofApi, Engines ofWorkers, IReadOnlyDictionary<string, string>? settings, Release release)
    {
        (_ofApi, _ofWorkers, _release) = (ofApi, ofWorkers, release);
        var port = Loopback.FreePort();
        Address = new($"http://127.0.0.1:{port}");
        _environment = new()
        {
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

    /// <summary>The process that answers requests, until it is restarted.</summary>
    public ProgramProcess Api => _api!;

    public IReadOnlyList<ProgramProcess> Workers => _workers;

    public IReadOnlyList<string> Processes => ["api", .. _workers.Select(_ => "worker")];

    /// <summary>Starts everything at once, on an empty database: whoever is first migrates it.</summary>
    public static Task<ScaledOut> StartAsync(
        string database, string rabbitMq, string redis, int workers, IReadOnlyDictionary<string, string>? settings = null, Release release = Release.Present)
    {
        var engines = new Engines(database, rabbitMq, redis);
        return StartAsync(engines, engines, workers, settings, release);
    }

    /// <summary>The same, with ways to the engines that are the API's own and the workers' own.</summary>
    public static async Task<ScaledOut> StartAsync(
        Engines ofApi, Engines ofWorkers, int workers, IReadOnlyDictionary<string, string>? settings = null, Release release = Release.Present)
    {
        var installation = new ScaledOut(ofApi, ofWorkers, settings, release);
        try
        {
            var api = installation.StartApiAsync(obeying: false);
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

    /// <summary>Starts one more worker.</summary>
    /// <param name="obeying">Whether it can be told where to die.</param>
    public async Task<ProgramProcess> StartWorkerAsync(bool obeying = false)
    {
        var worker = Start("Worker", _ofWorkers, obeying);
        lock (_workers)
            _workers.Add(worker);
        await worker.WaitUntilReadyAsync(() => Task.FromResult(worker.Log.Contains(Started, StringComparison.Ordinal)), StartDeadline);
        return worker;
    }

    /// <summary>As a power cut would.</summary>
    public async Task KillWorkerAsync(int index)
    {
        await _workers[index].DisposeAsync();
        _workers.RemoveAt(index);
    }

    /// <summary>As an operator does it: asks the worker to stop and waits until it has.</summary>
    public async Task StopWorkerAsync(int index)
    {
        await _workers[index].StopAsync();
        await KillWorkerAsync(index);
    }

    /// <summary>Ends the API as a power cut would, if it still lives, and starts it anew at the same address.</summary>
    /// <param name="obeying">Whether it can be told where to die.</param>
    public async Task<ProgramProcess> RestartApiAsync(bool obeying = false)
    {
        if (_api is not null)
            await _api.DisposeAsync();
        return await StartApiAsync(obeying);
    }

    public async Task ReplaceAsync(int process)
    {
        if (process == IKillable.Api)
        {
            await RestartApiAsync();
            return;
        }
        await KillWorkerAsync(process - 1);
        await StartWorkerAsync();
    }

    /// <summary>Everything the processes have printed.</summary>
    public string Logs() => string.Concat(Directory.GetFiles(_folder, "*.log").Select(File.ReadAllText));

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        foreach (var process in _workers.Append(_api).OfType<ProgramProcess>())
        {
            await process.StopAsync();
            await process.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<ProgramProcess> StartApiAsync(bool obeying)
    {
        _api = Start("Api", _ofApi, obeying);
        await _api.WaitUntilReadyAsync(Admin.IsReadyAsync, StartDeadline);
        return _api;
    }

    private ProgramProcess Start(string project, Engines engines, bool obeying)
    {
        var environment = new Dictionary<string, string>(_environment);
        foreach (var (name, value) in engines.Environment)
            environment[name] = value;
        var log = Path.Combine(_folder, $"{Interlocked.Increment(ref _logs)}-{project}.log");
        return ProgramProcess.Start(project, log, environment, obeying ? CrashOrders.InNewFile(_folder) : null, release: _release);
    }
}
