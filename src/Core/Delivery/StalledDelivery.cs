namespace AgentMail.Core.Delivery;

/// <summary>The mail that has been due for longest on a lane where nothing is being sent although something may be.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="EmailId">The first of its emails that are due: another one as soon as that is taken.</param>
/// <param name="DueSince">When its oldest fell due.</param>
public sealed record OverdueMail(string Lane, string EmailId, DateTimeOffset DueSince);

/// <summary>
/// Whether mail is due and nobody takes it. A lane takes what is due for longest first, so while any is taken the oldest changes from
/// look to look; one that stays the oldest for long is on a lane that nobody works on. Pure.
/// </summary>
/// <param name="Oldest">The oldest, as of the last look; null when there was none.</param>
/// <param name="SeenSince">Since when it is the oldest.</param>
/// <param name="IsStalled">Whether that is too long.</param>
public sealed record StalledDelivery(OverdueMail? Oldest, DateTimeOffset SeenSince, bool IsStalled)
{
    /// <summary>Before the first look.</summary>
    public static StalledDelivery None { get; } = new(null, DateTimeOffset.MinValue, false);

    /// <summary>The verdict after one more look.</summary>
    /// <param name="oldest">What is the oldest now.</param>
    /// <param name="now">The time of the look.</param>
    /// <param name="patience">How long mail may wait for a worker.</param>
    public StalledDelivery Look(OverdueMail? oldest, DateTimeOffset now, TimeSpan patience)
    {
        if (oldest is null)
            return None;
        var since = oldest == Oldest ? SeenSince : now;
        return new(oldest, since, now - since >= patience);
    }
}
