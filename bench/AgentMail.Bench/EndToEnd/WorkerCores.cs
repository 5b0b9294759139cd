using System.Globalization;

namespace AgentMail.Bench.EndToEnd;

/// <summary>
/// Gives each worker a fixed part of a core, as if it stood on a small machine of its own: on one machine all would share what there is,
/// and it could not be seen what one more of them brings. Linux, as root.
/// </summary>
internal sealed class WorkerCores : IDisposable
{
    private const int PeriodMicroseconds = 20_000;

    private const string Version2 = "/sys/fs/cgroup/cgroup.controllers";

    private readonly List<string> _groups = [];

    /// <param name="cores">For each worker that runs now; null for as much as there is.</param>
    public void Limit(double? cores)
    {
        if (cores is not { } share)
            return;
        foreach (var worker in ProcessStat.All().Where(p => p.CommandLine().Any(word => Path.GetFileName(word) == "AgentMail.Worker.dll")))
            Limit(worker.Id, share);
    }

    /// <summary>To be called when the workers have ended.</summary>
    public void Dispose()
    {
        foreach (var group in _groups)
            Directory.Delete(group);
    }

    private void Limit(int process, double cores)
    {
        var isVersion2 = File.Exists(Version2);
        var group = Path.Combine(isVersion2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu", $"agentmail-bench-{process}");
        Directory.CreateDirectory(group);
        _groups.Add(group);
        var quota = ((int)(cores * PeriodMicroseconds)).ToString(CultureInfo.InvariantCulture);
        var period = PeriodMicroseconds.ToString(CultureInfo.InvariantCulture);
        if (isVersion2)
        {
            File.WriteAllText(Path.Combine(group, "cpu.max"), $"{quota} {period}");
        }
        else
        {
            File.WriteAllText(Path.Combine(group, "cpu.cfs_period_us"), period);
            File.WriteAllText(Path.Combine(group, "cpu.cfs_quota_us"), quota);
        }
        File.WriteAllText(Path.Combine(group, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));
    }
}
