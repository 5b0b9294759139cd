using System.Diagnostics;

namespace AgentMail.CrashPoints;

/// <summary>Carries the orders out, inside the program.</summary>
internal sealed class Obedience(string file)
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _done = [];

    /// <summary>Returns when there is no order for this place.</summary>
    public void At(CrashPoint point)
    {
        if (Take(point) is not { } word)
            return;
        if (word == CrashOrders.DieWord)
            Process.GetCurrentProcess().Kill();
        // Also where it dies: this thread must not go on while the kernel ends the others.
        using var never = new ManualResetEventSlim();
        never.Wait();
    }

    private string? Take(CrashPoint point)
    {
        lock (_gate)
        {
            var orders = File.ReadAllLines(file);
            var next = Enumerable.Range(0, orders.Length).FirstOrDefault(i => !_done.Contains(i) && orders[i].EndsWith($" {point}", StringComparison.Ordinal), -1);
            if (next < 0)
                return null;
            _done.Add(next);
            File.AppendAllText(CrashOrders.ReachedBy(file), $"{point}\n");
            return orders[next].Split(' ')[0];
        }
    }
}
