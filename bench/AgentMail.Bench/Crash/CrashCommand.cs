using System.Text.Json;
using AgentMail.Faults;
using AgentMail.TestKit.Crashes;

namespace AgentMail.Bench.Crash;

/// <summary>The harness of the crash tests, with more of everything.</summary>
internal static class CrashCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Prints one line; false when a promise was broken.</summary>
    public static async Task<bool> RunAsync(CrashOptions options)
    {
        await Console.Error.WriteLineAsync($"seed {options.Plan.Seed}");
        await using var installation = await Installation.StartAsync(options.Scaled, options.Workers, FaultSettings.Of(options.Fault));
        var report = await CrashRun.RunAsync(installation.Processes, options.Plan);
        Console.WriteLine(JsonSerializer.Serialize(report, Json));
        return report.Problems is [];
    }
}
