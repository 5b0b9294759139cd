using System.Globalization;

namespace AgentMail.Bench.Scale;

/// <summary>How much the database has before anything is asked of it.</summary>
internal sealed record ScaleOptions
{
    public int Tenants { get; init; } = 10_000;

    /// <summary>Each with a mailbox, and so a lane, of its own.</summary>
    public int Agents { get; init; } = 1_000_000;

    /// <summary>Each with a recipient and three events.</summary>
    public int Emails { get; init; } = 2_000_000;

    /// <summary>Leases that ten workers hold together.</summary>
    public int Leases { get; init; } = 100_000;

    /// <summary>Emails due now in lanes that a worker holds, as in a burst or behind slow servers.</summary>
    public int Backlog { get; init; } = 100_000;

    public static ScaleOptions Parse(IEnumerable<string> arguments) =>
        arguments.Chunk(2).Aggregate(new ScaleOptions(), (options, pair) => pair switch
        {
            ["--tenants", var n] => options with { Tenants = Number(n) },
            ["--agents", var n] => options with { Agents = Number(n) },
            ["--emails", var n] => options with { Emails = Number(n) },
            ["--leases", var n] => options with { Leases = Number(n) },
            ["--backlog", var n] => options with { Backlog = Number(n) },
            _ => throw new ArgumentException($"Unknown: {string.Join(' ', pair)}\n{Usage.Text}"),
        });

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
