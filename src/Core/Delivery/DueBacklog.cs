namespace AgentMail.Core.Delivery;

/// <summary>What is due now, on lanes that are neither slowed nor paused: what workers should be taking.</summary>
/// <param name="Emails">How many, of the <see cref="DueMail.Window"/> that have been due for longest.</param>
/// <param name="Oldest">Since when the oldest of them is due; null when none is.</param>
/// <param name="Untouched">What is due for longest on a lane where nothing is being sent, and where nothing was in the last minute as far as its limit counts; null when there is none.</param>
/// <param name="Workers">Workers that have announced themselves lately.</param>
public sealed record DueBacklog(int Emails, DateTimeOffset? Oldest, OverdueMail? Untouched, int Workers)
{
    /// <summary>Where the next look for an untouched one begins; null for the beginning.</summary>
    public DateTimeOffset? Next { get; init; }
}
