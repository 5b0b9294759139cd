using AgentMail.Core.Emails;
using AgentMail.Core.Stats;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Api.Stats;

/// <summary>The emails accepted since a time, by the status that they have by now, and whatever still waits.</summary>
/// <param name="Since">From when on emails count that came to an end: the time asked for, rounded down to the full hour.</param>
/// <param name="AsOf">Until when the counts are true.</param>
/// <param name="LastEventId">The last event that is counted: the stream from there on neither skips nor counts anything twice.</param>
/// <param name="ByStatus">All of them. What waits (<c>scheduled</c>, <c>queued</c>, <c>sending</c>, <c>delayed</c>, <c>held</c>, <c>uncertain</c>) counts whatever its age.</param>
/// <param name="ByServer">The same by the server they leave through.</param>
/// <param name="ByIdentity">The same by sender: those with most emails, at most 200.</param>
/// <param name="IdentitiesLeftOut">How many further senders there are.</param>
/// <param name="OldestQueuedAgeSeconds">For how long the email waits that is queued for longest; null when none is.</param>
/// <param name="Unaccounted">Accepted emails that nobody will act on and no state explains: must be 0.</param>
internal sealed record StatsView(
    DateTimeOffset Since, DateTimeOffset AsOf, string LastEventId, StatusCounts ByStatus, IReadOnlyList<ServerStatsView> ByServer,
    IReadOnlyList<IdentityStatsView> ByIdentity, int IdentitiesLeftOut, double? OldestQueuedAgeSeconds, int Unaccounted)
{
    private const int MostIdentities = 200;

    public static StatsView Of(CountedEmails counted, DateTimeOffset since, TimeSpan? oldestQueued, int unaccounted)
    {
        var senders = counted.Groups.GroupBy(g => (g.Group.SenderKind, g.Group.SenderId))
            .OrderByDescending(s => s.Sum(g => g.Count)).ThenBy(s => s.Key.SenderKind).ThenBy(s => s.Key.SenderId, StringComparer.Ordinal).ToList();
        return new(
            since, counted.AsOf, EventId.Format(counted.LastEvent), StatusCounts.Of(counted.Groups),
            [.. counted.Groups.GroupBy(g => g.Group.ServerId).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new ServerStatsView(s.Key, StatusCounts.Of(s)))],
            [.. senders.Take(MostIdentities).Select(s => new IdentityStatsView(new(s.Key.SenderKind, s.Key.SenderId), StatusCounts.Of(s)))],
            Math.Max(0, senders.Count - MostIdentities), oldestQueued is { } age ? Math.Round(Math.Max(0, age.TotalSeconds), 3) : null, unaccounted);
    }
}

/// <summary>Emails that leave through one server.</summary>
/// <param name="ServerId">The server.</param>
/// <param name="ByStatus">How many stand how.</param>
internal sealed record ServerStatsView(string ServerId, StatusCounts ByStatus);

/// <summary>Emails of one sender.</summary>
/// <param name="Sender">The sending identity.</param>
/// <param name="ByStatus">How many stand how.</param>
internal sealed record IdentityStatsView(StatsSenderView Sender, StatusCounts ByStatus);

/// <summary>A sending identity.</summary>
/// <param name="Kind"><c>agent</c>, <c>channel</c>, or <c>tenant</c> for notices of the contact centre itself.</param>
/// <param name="Id">The agent or channel.</param>
internal sealed record StatsSenderView(SenderKind Kind, string Id);
