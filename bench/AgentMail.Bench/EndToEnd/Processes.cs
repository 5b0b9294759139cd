using System.Globalization;

namespace AgentMail.Bench.EndToEnd;

/// <summary>The processes this one has started, grouped by what they are, as /proc tells of them.</summary>
internal static class Processes
{
    public const string Load = "load";
    public const string Sink = "sink";

    // USER_HZ, which is 100 on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    // Told by the program, or by the first argument of dotnet.
    private static readonly (string Program, string Group)[] Groups =
    [
        ("AgentMail.Api.dll", "api"), ("AgentMail.Worker.dll", "worker"), ("AgentMail.Bench.dll", Sink), ("postgres", "postgresql"),
        ("redis-server", "redis"), ("beam.smp", "rabbitmq"), ("epmd", "rabbitmq"), ("erl_child_setup", "rabbitmq"),
    ];

    /// <summary>Seconds of CPU so far by group, ended children of each process included.</summary>
    public static SortedDictionary<string, double> Cpu()
    {
        var seconds = ByGroup(process => process.CpuTicks / TicksPerSecond);
        seconds[Load] = ProcessStat.Of(Environment.ProcessId)!.CpuTicks / TicksPerSecond;
        return seconds;
    }

    /// <summary>AgentMail and its engines: without the sink and the load, which belong to the bench.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Own(IEnumerable<KeyValuePair<string, double>> groups) => groups.Where(pair => pair.Key is not (Load or Sink));

    /// <summary>Resident MiB of AgentMail's own processes.</summary>
    public static SortedDictionary<string, double> ResidentMiB()
    {
        var all = ByGroup(process => process.ResidentBytes / 1024.0 / 1024.0);
        return new(all.Where(pair => pair.Key is "api" or "worker").ToDictionary(pair => pair.Key, pair => pair.Value));
    }

    /// <summary>Seconds for which any of the machine's cores did anything.</summary>
    public static double MachineBusy()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        const int idle = 3, waiting = 4;
        return (ticks.Sum() - ticks[idle] - ticks[waiting]) / TicksPerSecond;
    }

    private static SortedDictionary<string, double> ByGroup(Func<ProcessStat, double> figure)
    {
        var all = ProcessStat.All().ToDictionary(process => process.Id);
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var process in all.Values.Where(p => IsOurs(p, all)))
        {
            var words = process.CommandLine();
            if (Groups.FirstOrDefault(g => words.Any(word => Path.GetFileName(word) == g.Program)).Group is { } group)
                figures[group] = figures.GetValueOrDefault(group) + figure(process);
        }
        return figures;
    }

    private static bool IsOurs(ProcessStat process, Dictionary<int, ProcessStat> all)
    {
        for (var parent = process.ParentId; all.TryGetValue(parent, out var above); parent = above.ParentId)
        {
            if (parent == Environment.ProcessId)
                return true;
        }
        return false;
    }
}
