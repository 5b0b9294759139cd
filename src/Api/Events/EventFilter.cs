using AgentMail.Api.Auth;
using AgentMail.Core.Events;

namespace AgentMail.Api.Events;

/// <summary>What a caller asks to see and may see, of a log that is read and of one that is followed.</summary>
/// <param name="TenantId">The caller's tenant.</param>
/// <param name="Query">What is asked for.</param>
/// <param name="Scope">What may be seen.</param>
internal sealed record EventFilter(string TenantId, EventQuery Query, AgentScope Scope)
{
    public bool Matches(EventRow row) =>
        row.TenantId == TenantId
        && (Query.Type is null || row.Type == Query.Type)
        && (Query.TypePrefix is null || row.Type.StartsWith(Query.TypePrefix, StringComparison.Ordinal))
        && (Query.EmailId is null || row.EmailId == Query.EmailId)
        && (Query.AgentId is null || row.AgentId == Query.AgentId)
        && (Query.ChannelId is null || row.ChannelId == Query.ChannelId)
        && Scope.Sees(row.AgentId, row.ChannelId);

    /// <summary>The same as a question to the database.</summary>
    public IQueryable<EventRow> Of(IQueryable<EventRow> log)
    {
        var events = log.Where(e => e.TenantId == TenantId);
        if (Scope.AgentId is { } own)
            events = events.Where(e => e.AgentId == own || (e.ChannelId != null && Scope.Channels.Contains(e.ChannelId)));
        if (Query.Type is { } type)
            events = events.Where(e => e.Type == type);
        if (Query.TypePrefix is { } prefix)
            events = events.Where(e => e.Type.StartsWith(prefix));
        if (Query.EmailId is { } emailId)
            events = events.Where(e => e.EmailId == emailId);
        if (Query.AgentId is { } agentId)
            events = events.Where(e => e.AgentId == agentId);
        if (Query.ChannelId is { } channelId)
            events = events.Where(e => e.ChannelId == channelId);
        return events;
    }
}
