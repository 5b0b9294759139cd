using System.Globalization;

namespace AgentMail.Bench.EndToEnd;

/// <summary>What to measure.</summary>
internal sealed record EndToEndOptions
{
    public bool Scaled { get; init; }

    public int Workers { get; init; } = 1;

    /// <summary>Cores that each worker may use; null for all of them.</summary>
    public double? WorkerCores { get; init; }

    public int Emails { get; init; } = 6000;

    public int Identities { get; init; } = 20;

    /// <summary>HTTP connections of the burst.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Sent before anything is measured: the runtime compiles the hot path twice, which costs as much as thousands of emails.</summary>
    public int Warmup { get; init; } = 6000;

    /// <summary>Emails per second of the quiet measurement; the busy one takes half of the burst's rate.</summary>
    public int Rate { get; init; } = 50;

    /// <summary>How long each rate is kept; 0 leaves the latency measurements out.</summary>
    public int Seconds { get; init; } = 8;

    public string Mode => Scaled ? "scaled" : "embedded";

    public static EndToEndOptions Parse(IEnumerable<string> arguments) =>
        arguments.Chunk(2).Aggregate(new EndToEndOptions(), (options, pair) => pair switch
        {
            ["--mode", "embedded"] => options with { Scaled = false },
            ["--mode", "scaled"] => options with { Scaled = true },
            ["--workers", var n] => options with { Workers = Number(n) },
            ["--worker-cores", var n] => options with { WorkerCores = double.Parse(n, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) },
            ["--emails", var n] => options with { Emails = Number(n) },
            ["--identities", var n] => options with { Identities = Number(n) },
            ["--connections", var n] => options with { Connections = Number(n) },
            ["--warmup", var n] => options with { Warmup = Number(n) },
            ["--rate", var n] => options with { Rate = Number(n) },
            ["--seconds", var n] => options with { Seconds = Number(n) },
            _ => throw new ArgumentException($"Unknown: {string.Join(' ', pair)}\n{Usage.Text}"),
        });

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
