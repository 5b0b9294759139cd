using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Events;

/// <summary>
/// Reads the log through a filter, from an index where there is one for it. "Any of these" is asked in one question for each, because a
/// database answers "all of them, in order, the first hundred" from an index and gathers and sorts for the other.
/// </summary>
public static class EventSearch
{
    // Parts of IX_events_rare's condition: constants, since a database must see that the question implies it.
    private const string Queued = "email.queued";
    private const string Sending = "email.sending";
    private const string Sent = "email.sent";

    // From so many on, gathering is cheaper than asking.
    private const int MostWays = 12;

    /// <summary>The first events after a number, in order; none beyond <paramref name="until"/>.</summary>
    public static async Task<List<EventRow>> RowsAsync(AgentMailDb db, EventFilter filter, long after, int limit, CancellationToken ct, long? until = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        // Between two questions events are added: what one has passed by must not be overtaken by what the next finds.
        var end = until ?? await db.EventCounters.Select(c => c.Last).SingleAsync(ct);
        var rows = new List<EventRow>();
        var queries = Queries(db, filter, after, end, limit);
        foreach (var query in queries)
            rows.AddRange(await query.ToListAsync(ct));
        return queries.Count == 1 ? rows : [.. rows.DistinctBy(e => e.Number).OrderBy(e => e.Number).Take(limit)];
    }

    /// <summary>The questions whose answers together are the answer.</summary>
    public static IReadOnlyList<IQueryable<EventRow>> Queries(AgentMailDb db, EventFilter filter, long after, long until, int limit)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var events = Asked(Seen(db.Events.Where(e => e.TenantId == filter.TenantId && e.Number > after && e.Number <= until), filter), filter);
        return [.. Ways(filter).Select(way => way(events).OrderBy(e => e.Number).Take(limit))];
    }

    private static IQueryable<EventRow> Seen(IQueryable<EventRow> events, EventFilter filter) => filter.SeenBy is { } own
        ? events.Where(e => e.AgentId == own || (e.ChannelId != null && filter.OwnChannels.Contains(e.ChannelId)))
        : events;

    private static IQueryable<EventRow> Asked(IQueryable<EventRow> events, EventFilter filter)
    {
        if (filter.Kind is { } kind)
            events = events.Where(e => e.Type.StartsWith(kind));
        else if (filter.Type is { } type)
            events = events.Where(e => e.Type == type);
        if (filter.EmailId is { } emailId)
            events = events.Where(e => e.EmailId == emailId);
        if (filter.AgentId is { } agentId)
            events = events.Where(e => e.AgentId == agentId);
        if (filter.ChannelId is { } channelId)
            events = events.Where(e => e.ChannelId == channelId);
        return filter.Type is not null and not (Queued or Sending or Sent) && filter.Kind is null ? Rare(events) : events;
    }

    // One by one: EF makes NOT IN of them together, in which SQLite does not see the index's condition.
    private static IQueryable<EventRow> Rare(IQueryable<EventRow> events) => events.Where(e => e.Type != Queued).Where(e => e.Type != Sending).Where(e => e.Type != Sent);

    private static IReadOnlyList<Func<IQueryable<EventRow>, IQueryable<EventRow>>> Ways(EventFilter filter)
    {
        var alone = filter is not { EmailId: null, AgentId: null, ChannelId: null };
        if (!alone && filter.SeenBy is { } own && filter.OwnChannels.Count < MostWays)
            return [events => events.Where(e => e.AgentId == own), .. filter.OwnChannels.Select(OfChannel)];
        // The kind that nearly all are of is found quickly anywhere; one that nobody knows has no types to ask for.
        if (!alone && filter.Kind is { } kind && EventTypes.OfKind(kind) is { Count: > 0 } types && !types.Contains(Sent))
            return [.. types.Select(RareOfType)];
        return [events => events];
    }

    private static Func<IQueryable<EventRow>, IQueryable<EventRow>> OfChannel(string channel) => events => events.Where(e => e.ChannelId == channel);

    private static Func<IQueryable<EventRow>, IQueryable<EventRow>> RareOfType(string type) => events => Rare(events.Where(e => e.Type == type));
}
