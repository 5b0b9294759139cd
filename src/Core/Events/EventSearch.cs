using System.Linq.Expressions;
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

    private static readonly Expression<Func<EventRow, bool>> Rare = e => e.Type != Queued && e.Type != Sending && e.Type != Sent;

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
        return [.. Ways(filter).Select(way => events.Where(way).OrderBy(e => e.Number).Take(limit))];
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
        return filter.Type is not null and not (Queued or Sending or Sent) && filter.Kind is null ? events.Where(Rare) : events;
    }

    private static IReadOnlyList<Expression<Func<EventRow, bool>>> Ways(EventFilter filter)
    {
        var alone = filter is not { EmailId: null, AgentId: null, ChannelId: null };
        if (!alone && filter.SeenBy is { } own && filter.OwnChannels.Count < MostWays)
            return [e => e.AgentId == own, .. filter.OwnChannels.Select(channel => (Expression<Func<EventRow, bool>>)(e => e.ChannelId == channel))];
        // The kind that nearly all are of is found quickly anywhere; one that nobody knows has no types to ask for.
        if (!alone && filter.Kind is { } kind && EventTypes.OfKind(kind) is { Count: > 0 } types && !types.Contains(Sent))
            return [.. types.Select(type => And(e => e.Type == type, Rare))];
        return [e => true];
    }

    private static Expression<Func<EventRow, bool>> And(Expression<Func<EventRow, bool>> left, Expression<Func<EventRow, bool>> right) =>
        Expression.Lambda<Func<EventRow, bool>>(
            Expression.AndAlso(left.Body, new Rename(right.Parameters[0], left.Parameters[0]).Visit(right.Body)), left.Parameters);

    private sealed class Rename(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
