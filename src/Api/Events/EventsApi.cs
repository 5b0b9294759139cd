using AgentMail.Api.Auth;
using AgentMail.Api.Events.Stream;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Events;

internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/events").WithTags(RouteTags.Events).RequireRoles(Role.Admin, Role.Sender, Role.Agent, Role.Monitor).Answers(ProblemCode.Validation);
        group.MapGet("/", ListEvents);
        // Requests that last for hours would hide how long the others take.
        group.MapGet("/stream", StreamEvents).Answers(ProblemCode.RateLimited).DisableHttpMetrics();
    }

    /// <summary>Lists events from the durable log, in the order in which they happened.</summary>
    private static async Task<EventPage> ListEvents(EventQuery query, EventCursor cursor, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        return await EventPage.ReadAsync(db, query.Of(caller, await AgentScope.OfAsync(caller, db, ct)), cursor, ct);
    }

    /// <summary>Follows events as they happen, as Server-Sent Events: id, event (the type) and data (the event, on one line). Resumes after Last-Event-ID without a gap.</summary>
    private static async Task<Results<EventStream, ApiProblem>> StreamEvents(
        EventQuery query, StreamCursor cursor, Caller caller, EventStreams streams, CancellationToken ct) => await streams.OpenAsync(query, cursor, caller, ct);
}
