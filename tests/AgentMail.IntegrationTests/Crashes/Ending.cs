namespace AgentMail.IntegrationTests.Crashes;

/// <summary>What must have become of an email.</summary>
/// <param name="Status">Where it ends.</param>
/// <param name="Deliveries">How often its customer got it.</param>
/// <param name="History">Its events.</param>
public sealed record Ending(string Status, int Deliveries, string History)
{
    /// <summary>Nothing had begun.</summary>
    public static Ending Sent { get; } = new("sent", 1, "queued sending sent");

    /// <summary>An attempt died before the mark: it is made again.</summary>
    public static Ending SentByTheNext { get; } = new("sent", 1, "queued sending queued sending sent");

    /// <summary>An attempt died after the mark, and the server did not get the message.</summary>
    public static Ending UncertainAndNotThere { get; } = new("uncertain", 0, "queued sending uncertain");

    /// <summary>An attempt died after the mark, and the server has the message.</summary>
    public static Ending UncertainAndThere { get; } = new("uncertain", 1, "queued sending uncertain");
}
