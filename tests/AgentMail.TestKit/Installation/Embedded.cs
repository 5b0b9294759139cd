using AgentMail.CrashPoints;
using AgentMail.TestKit.Crashes;

namespace AgentMail.TestKit.Installation;

/// <summary>AgentMail as one command on an empty machine starts it: API and worker in one process on an embedded database.</summary>
public sealed class Embedded : IKillable, IAsyncDisposable
{
    private const string AdminKey = "amk_embedded-tests-0123456789";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("agentmail-embedded").FullName;
    private readonly Dictionary<string, string> _environment;
    private ProgramProcess? _process;
    private int _logs;

    private Embedded(int? diskMegabytes, IReadOnlyDictionary<string, string>? settings)
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        Disk = diskMegabytes is { } megabytes ? new(data, megabytes) : null;
        Address = new($"http://127.0.0.1:{Loopback.FreePort()}");
        Admin = ApiClients.WithKey(Address, AdminKey);
        _environment = new()
        {
            ["AgentMail__BootstrapKey"] = AdminKey,
            ["AgentMail__DataDirectory"] = data,
            ["ASPNETCORE_URLS"] = Address.ToString(),
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            _environment[name] = value;
    }

    public Uri Address { get; }

    /// <summary>Calls with the first admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>The one process, until it is restarted.</summary>
    public ProgramProcess Process => _process!;

    /// <summary>What the database is kept on, where that is small.</summary>
    public SmallDisk? Disk { get; }

    public IReadOnlyList<string> Processes { get; } = ["api"];

    /// <summary>Starts it on an empty database.</summary>
    /// <param name="obeying">Whether it can be told where to die.</param>
    /// <param name="settings">As environment variables.</param>
    public static Task<Embedded> StartAsync(bool obeying = false, IReadOnlyDictionary<string, string>? settings = null) =>
        StartAsync(diskMegabytes: null, obeying, settings);

    /// <summary>Starts it on an empty database that may become as large as this. It is gone with the process.</summary>
    public static Task<Embedded> StartOnSmallDiskAsync(int megabytes) =>
        // What a full disk put off is not waited for.
        StartAsync(megabytes, obeying: false, new Dictionary<string, string> { ["AgentMail__Retry__FirstDelay"] = "00:00:01" });

    private static async Task<Embedded> StartAsync(int? diskMegabytes, bool obeying, IReadOnlyDictionary<string, string>? settings)
    {
        var installation = new Embedded(diskMegabytes, settings);
        try
        {
            await installation.RestartAsync(obeying);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a power cut would, if it still lives, and starts it anew on what is on disk.</summary>
    /// <param name="obeying">Whether it can be told where to die.</param>
    public async Task RestartAsync(bool obeying = false)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        var log = Path.Combine(_folder, $"{++_logs}-api.log");
        _process = ProgramProcess.Start("Api", log, _environment, obeying ? CrashOrders.InNewFile(_folder) : null, Disk);
        await _process.WaitUntilReadyAsync(Admin.IsReadyAsync, StartDeadline);
    }

    public Task ReplaceAsync(int process) => RestartAsync();

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        if (_process is not null)
        {
            await _process.StopAsync();
            await _process.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
