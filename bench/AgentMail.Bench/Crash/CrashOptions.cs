using System.Globalization;
using System.Security.Cryptography;
using AgentMail.Faults;
using AgentMail.TestKit.Crashes;

namespace AgentMail.Bench.Crash;

/// <summary>What to kill, how often, and with which fault.</summary>
internal sealed record CrashOptions
{
    public bool Scaled { get; init; }

    public int Workers { get; init; } = 2;

    public Fault? Fault { get; init; }

    public CrashPlan Plan { get; init; } = new() { Emails = 10_000, Kills = 20, Seed = RandomNumberGenerator.GetInt32(int.MaxValue) };

    public static CrashOptions Parse(IEnumerable<string> arguments) =>
        arguments.Chunk(2).Aggregate(new CrashOptions(), (options, pair) => pair switch
        {
            ["--mode", "embedded"] => options with { Scaled = false },
            ["--mode", "scaled"] => options with { Scaled = true },
            ["--workers", var n] => options with { Workers = Number(n) },
            ["--emails", var n] => options with { Plan = options.Plan with { Emails = Number(n) } },
            ["--kills", var n] => options with { Plan = options.Plan with { Kills = Number(n) } },
            ["--seed", var n] => options with { Plan = options.Plan with { Seed = Number(n) } },
            ["--fault", "early-answer"] => options with { Fault = Faults.Fault.EarlyAnswer },
            ["--fault", "no-lease"] => options with { Fault = Faults.Fault.NoLease },
            ["--fault", "no-mark"] => options with { Fault = Faults.Fault.NoMark },
            _ => throw new ArgumentException($"Unknown: {string.Join(' ', pair)}\n{Usage.Text}"),
        });

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
