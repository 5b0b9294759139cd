using AgentMail.CrashPoints;

namespace AgentMail.TestKit.Installation;

/// <summary>AgentMail as one command on an empty machine starts it: API and worker in one process on an embedded database.</summary>
public sealed class Embedded : IAsyncDisposable
{
    private const string AdminKey = "amk_embedded-tests-0123456789";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("agentmail-embedded").FullName;
    private readonly Dictionary<string, string> _environment;
    private ProgramProcess? _process;
    private int _logs;

    private Embedded(int? diskMegabytes)
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        Disk = diskMegabytes is { } megabytes ? new(data, megabytes) : null;
        Address = new($"http://127.0.0.1:{Loopback.FreePort()}");
        // What a full disk put off is not waited for.
        var delay = Disk is null ? "00:01:00" : "00:00:01";
        Admin = ApiClients.WithKey(Address, AdminKey);
        _environment = new()
        {
            ["AgentMail__BootstrapKey"] = AdminKey,
            ["AgentMail__DataDirectory"] = data,
            ["AgentMail__Retry__FirstDelay"] = delay,
            ["ASPNETCORE_URLS"] = Address.ToString(),
        };
    }

    public Uri Address { get; }

    /// <summary>Calls with the first admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>The one process, until it is restarted.</summary>
    public ProgramProcess Process => _process!;

    /// <summary>What the database is kept on, where that is small.</summary>
    public SmallDisk? Disk { get; }

    /// <summary>Starts it on an empty database.</summary>
    /// <param name="obeying">Whether it can be told where to die.</param>
    public static Task<Embedded> StartAsync(bool obeying = false) => StartAsync(diskMegabytes: null, obeying);

    /// <summary>Starts it on an empty database that may become as large as this. It is gone with the process.</summary>
    public static Task<Embedded> StartOnSmallDiskAsync(int megabytes) => StartAsync(megabytes, obeying: false);

    private static async Task<Embedded> StartAsync(int? diskMegabytes, bool obeying)
    {
        var installation = new Embedded(diskMegabytes);
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
