using AgentMail.TestKit.Crashes.Sink;

namespace AgentMail.TestKit.Crashes;

/// <summary>What a run left behind, from each who knows it.</summary>
public sealed record CrashEvidence
{
    /// <summary>The driver's: every email that got a 202.</summary>
    public required IReadOnlyList<AcceptedEmail> Accepted { get; init; }

    /// <summary>The driver's.</summary>
    public required IReadOnlyList<Kill> Kills { get; init; }

    /// <summary>The sink's, from its disk.</summary>
    public required IReadOnlyList<SinkEntry> Record { get; init; }

    /// <summary>The sink's.</summary>
    public required IReadOnlyList<Interruption> Interruptions { get; init; }

    /// <summary>AgentMail's own word over HTTP: how each email stands, by its id.</summary>
    public required IReadOnlyDictionary<string, EmailState> States { get; init; }

    /// <summary>AgentMail's own gauge.</summary>
    public required int Unaccounted { get; init; }

    /// <summary>AgentMail's stats against its list of emails.</summary>
    public required int Miscounted { get; init; }

    /// <summary>AgentMail's own events: when each uncertain email became so, by its id.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> BecameUncertain { get; init; }
}
