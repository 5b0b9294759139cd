using System.Globalization;
using Npgsql;

namespace AgentMail.TestKit.Servers;

/// <summary>It refuses to run as root, so root hands it to the package's own user.</summary>
internal sealed class LocalPostgres(int port, bool durable) : IServerInstance
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // The machine does not lose power in a test: without fsync a commit still survives a killed server.
    private static readonly string[] WithoutDisk = ["-c", "fsync=off", "-c", "full_page_writes=off"];

    private readonly ServerFolder _folder = new("postgres");
    private readonly string _connection = $"Host=127.0.0.1;Port={port};Username={PostgresServer.User};Database=postgres;Timeout=1;Pooling=false";
    private SupervisedProcess? _process;

    private string Data => _folder["data"];

    public async Task StartAsync()
    {
        if (!Directory.Exists(Data)) await InitializeAsync();
        // Backends are no part of the killed group: until they have noticed that their server is dead, a new one refuses to start.
        await Eventually.BecomesAsync(TryStartAsync, started => started, Deadline);
    }

    private async Task<bool> TryStartAsync()
    {
        var (program, arguments) = AsOwner("postgres",
        [
            "-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture), "-k", "", "-h", "127.0.0.1", "-c", "max_connections=300", .. durable ? [] : WithoutDisk,
        ]);
        var process = SupervisedProcess.Start(_folder["postgres.log"], program, arguments);
        try
        {
            await process.WaitUntilReadyAsync(AcceptsConnectionsAsync, Deadline);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        _process = process;
        return true;
    }

    // SIGTERM waits for clients to leave; SIGINT, "fast shutdown", is what an operator's restart does.
    public Task StopAsync() => _process?.StopAsync(Deadline, "INT") ?? Task.CompletedTask;

    /// <summary>With its backends: they have sessions of their own and would live on for a moment, and commit what they are at.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        await Shell.TryRunAsync("sh", "-c", $"kill -KILL $(cat /proc/{_process.Id}/task/{_process.Id}/children) {_process.Id}");
        await _process.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await _folder.DisposeAsync();
    }

    private async Task InitializeAsync()
    {
        _folder.CreateFolder("data");
        if (Environment.IsPrivilegedProcess) await Shell.RunAsync("chown", "postgres:postgres", Data);
        var (program, arguments) = AsOwner("initdb",
            ["-D", Data, "-U", PostgresServer.User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        await Shell.RunAsync(program, arguments);
    }

    private async Task<bool> AcceptsConnectionsAsync()
    {
        await using var probe = new NpgsqlConnection(_connection);
        await probe.OpenAsync();
        return true;
    }

    private static (string Program, string[] Arguments) AsOwner(string name, string[] arguments)
    {
        var program = Installed.Find("postgresql", "/usr/lib/postgresql", "*", Path.Combine("bin", name));
        return Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
            : (program, arguments);
    }
}
