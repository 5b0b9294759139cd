using System.Diagnostics;

namespace AgentMail.TestKit.Servers;

/// <summary>
/// A server as a child in a session of its own: Ctrl-C at the terminal is for the test app alone, and when the app ends,
/// however it ends, its end of the pipe closes and the watcher kills the server's whole process group.
/// </summary>
internal sealed class SupervisedProcess : IAsyncDisposable
{
    // PR_SET_PDEATHSIG would fire when the *thread* that started the child ends, and the thread pool ends threads at will.
    private const string Watch = """
        exec 3<&0 >>"$1" 2>&1 </dev/null
        { cat <&3 >/dev/null 2>&1; kill -KILL 0; } &
        shift
        exec "$@" 3<&-
        """;

    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly string _log;

    private SupervisedProcess(Process process, string log)
    {
        _process = process;
        _log = log;
    }

    /// <summary>What it prints goes to the log: pipes would be held open by children that outlive it.</summary>
    /// <remarks>It works in the log's folder. A .NET host watches its working directory for changed settings, and all below it: in "/" that is the machine.</remarks>
    public static SupervisedProcess Start(
        string log, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Watch, "supervised", log, program, .. arguments])
        {
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(log),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new(Process.Start(start)!, log);
    }

    /// <summary>Of the program itself: everything that starts it becomes it.</summary>
    public int Id => _process.Id;

    /// <summary>Waits until the probe succeeds; fails at once when the process ends before that.</summary>
    public async Task WaitUntilReadyAsync(Func<Task<bool>> probe, TimeSpan within)
    {
        try
        {
            await Eventually.BecomesAsync(async () => _process.HasExited || await probe(), ready => ready, within);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"Not ready in time. {e.Message}\n{Log()}", e);
        }

        if (_process.HasExited) throw new InvalidOperationException($"Ended while starting, code {_process.ExitCode}.\n{Log()}");
    }

    /// <summary>Asks it to end and waits; whatever is left of its group after that is killed.</summary>
    public async Task StopAsync(TimeSpan within, string signal = "TERM")
    {
        await SignalAsync(signal);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(within);
        }
        finally
        {
            await KillAsync();
        }
    }

    /// <summary>Through the shell, whose kill is built in: a small system has no other.</summary>
    public async Task SignalAsync(string signal)
    {
        if (!_process.HasExited) await Shell.TryRunAsync("sh", "-c", $"kill -{signal} {_process.Id}");
    }

    /// <summary>Waits until it has ended by itself; 128 and the signal's number where a signal ended it.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync().WaitAsync(within);
        return _process.ExitCode;
    }

    /// <summary>As a power cut would: the server and all its children at once. The watcher does it.</summary>
    public async Task KillAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(KillDeadline);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private string Log() => File.Exists(_log) ? $"{_process.StartInfo.ArgumentList[5]}:\n{File.ReadAllText(_log)}" : "";
}
