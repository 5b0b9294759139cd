using System.Diagnostics;
using AgentMail.TestKit.Http;

namespace AgentMail.Bench.EndToEnd;

/// <summary>Waits for an installation to come to rest.</summary>
internal static class Settling
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The sink has an email before its result is committed: this waits for the last of those, and counts what does not come.</summary>
    public static async Task<int> UnsettledAsync(HttpClient admin)
    {
        var waited = Stopwatch.StartNew();
        while (await SendingAsync(admin) is > 0 and var sending)
        {
            if (waited.Elapsed > Patience)
                return sending;
            await Task.Delay(Poll);
        }
        return 0;
    }

    /// <summary>Resident memory once it has stopped moving: the collector gives pages back some time after the work.</summary>
    public static async Task<SortedDictionary<string, double>> MemoryAsync()
    {
        const int longest = 20;
        const double still = 0.01;
        var last = Processes.ResidentMiB();
        for (var (second, quiet) = (0, 0); second < longest && quiet < 3; second++)
        {
            await Task.Delay(Second);
            var now = Processes.ResidentMiB();
            quiet = Math.Abs(now.Values.Sum() - last.Values.Sum()) < still * last.Values.Sum() ? quiet + 1 : 0;
            last = now;
        }
        return new(last.ToDictionary(pair => pair.Key, pair => Math.Round(pair.Value)));
    }

    private static async Task<int> SendingAsync(HttpClient admin) =>
        (await admin.ReadAsync("/v1/emails?status=sending&limit=200")).Body.GetProperty("items").GetArrayLength();
}
