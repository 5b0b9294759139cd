using System.Globalization;

namespace AgentMail.Bench.Isolation;

/// <summary>What to compare.</summary>
internal sealed record IsolationOptions
{
    /// <summary>Emails per second of each sender. Ten senders at the default are an eighth of what two cores can take.</summary>
    public int Rate { get; init; } = 5;

    /// <summary>How long one run takes.</summary>
    public int Seconds { get; init; } = 20;

    /// <summary>How often all three are run, one after the other.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Sent before anything is measured.</summary>
    public int Warmup { get; init; } = 6000;

    public static IsolationOptions Parse(IEnumerable<string> arguments) =>
        arguments.Chunk(2).Aggregate(new IsolationOptions(), (options, pair) => pair switch
        {
            ["--rate", var n] => options with { Rate = Number(n) },
            ["--seconds", var n] => options with { Seconds = Number(n) },
            ["--rounds", var n] => options with { Rounds = Number(n) },
            ["--warmup", var n] => options with { Warmup = Number(n) },
            _ => throw new ArgumentException($"Unknown: {string.Join(' ', pair)}\n{Usage.Text}"),
        });

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
