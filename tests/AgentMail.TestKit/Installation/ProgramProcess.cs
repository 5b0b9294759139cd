using AgentMail.CrashPoints;
using AgentMail.TestKit.Servers;

namespace AgentMail.TestKit.Installation;

/// <summary>One running program of AgentMail, for stories in which it does not end well.</summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(90);

    private readonly SupervisedProcess _process;
    private readonly string _log;

    private ProgramProcess(SupervisedProcess process, string log, CrashOrders? orders)
    {
        (_process, _log) = (process, log);
        Orders = orders!;
    }

    /// <summary>To be used where it was started with orders.</summary>
    public CrashOrders Orders { get; }

    /// <summary>Names it to the system.</summary>
    public int Id => _process.Id;

    /// <summary>What it has printed.</summary>
    public string Log => File.ReadAllText(_log);

    /// <summary>As a power cut would.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Asks it to stop (SIGTERM) and does not wait.</summary>
    public Task AskToStopAsync() => _process.SignalAsync("TERM");

    /// <summary>It stands still from now on (SIGSTOP), and knows nothing of it.</summary>
    public Task FreezeAsync() => _process.SignalAsync("STOP");

    /// <summary>It goes on as if nothing had happened (SIGCONT).</summary>
    public Task ThawAsync() => _process.SignalAsync("CONT");

    /// <summary>Waits until it has ended by itself; the code that it ended with.</summary>
    public Task<int> EndedAsync() => _process.ExitCodeAsync(EndDeadline);

    /// <summary>Waits until it stands still at the place.</summary>
    public Task ReachedAsync(CrashPoint point, TimeSpan? within = null) =>
        Eventually.BecomesAsync(() => Orders.Reached, reached => reached.Contains(point), within ?? EndDeadline, $"{point} reached");

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    internal static ProgramProcess Start(
        string project, string log, IReadOnlyDictionary<string, string> environment, CrashOrders? orders, SmallDisk? disk = null, Release release = Release.Present)
    {
        var all = new Dictionary<string, string>(environment);
        foreach (var (name, value) in orders?.Environment ?? new Dictionary<string, string>())
            all[name] = value;
        string[] command = [.. disk?.Prefix ?? [], "dotnet", ProgramOutput.PathOf(project, release)];
        return new(SupervisedProcess.Start(log, command[0], command[1..], all), log, orders);
    }

    internal Task WaitUntilReadyAsync(Func<Task<bool>> probe, TimeSpan within) => _process.WaitUntilReadyAsync(probe, within);

    /// <summary>Asks it to stop and waits; kills what does not.</summary>
    internal async Task StopAsync()
    {
        await ThawAsync();
        await _process.StopAsync(EndDeadline);
    }
}
