namespace AgentMail.Core.Delivery;

/// <summary>What waits for a lane.</summary>
/// <param name="Emails">How many, of those looked at.</param>
/// <param name="IsMore">Whether there are more than were looked at.</param>
/// <param name="OldestAt">Since when the oldest of them could be sent; null when there is none.</param>
public sealed record LaneQueue(int Emails, bool IsMore, DateTimeOffset? OldestAt)
{
    /// <summary>Nothing.</summary>
    public static LaneQueue Empty { get; } = new(0, false, null);

    /// <summary>Both together.</summary>
    public LaneQueue With(LaneQueue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Emails + other.Emails, IsMore || other.IsMore, OldestAt is { } at && other.OldestAt is { } otherAt ? at < otherAt ? at : otherAt : OldestAt ?? other.OldestAt);
    }
}
