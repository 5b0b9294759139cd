using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;

namespace AgentMail.Api.Events;

internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/events", ListEvents).WithTags(RouteTags.Events)
            .RequireRoles(Role.Admin, Role.Sender, Role.Agent, Role.Monitor).Answers(ProblemCode.Validation);

    /// <summary>Lists events from the durable log, in the order in which they happened.</summary>
    private static async Task<EventPage> ListEvents(EventQuery query, EventCursor cursor, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var scope = await AgentScope.OfAsync(caller, db, ct);
        var events = db.Events.Where(e => e.TenantId == caller.TenantId);
        if (scope.AgentId is { } own)
            events = events.Where(e => e.AgentId == own || (e.ChannelId != null && scope.Channels.Contains(e.ChannelId)));
        if (query.Type is { } type)
            events = events.Where(e => e.Type == type);
        if (query.TypePrefix is { } prefix)
            events = events.Where(e => e.Type.StartsWith(prefix));
        if (query.EmailId is { } emailId)
            events = events.Where(e => e.EmailId == emailId);
        if (query.AgentId is { } agentId)
            events = events.Where(e => e.AgentId == agentId);
        if (query.ChannelId is { } channelId)
            events = events.Where(e => e.ChannelId == channelId);
        return await EventPage.ReadAsync(events, cursor, ct);
    }
}
