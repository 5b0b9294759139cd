using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.Metadata;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Api.Events;

/// <summary>Where in the log to read on. The id of any event is a cursor, so that a reader can go on from the last one it has seen.</summary>
internal sealed class EventCursor : IBoundInput, IEndpointParameterMetadataProvider
{
    public long After { get; private init; }

    public int Limit { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<EventCursor> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static EventCursor From(IQueryCollection query)
    {
        var errors = new ValidationErrors();
        var limit = PageRequest.LimitOf(query, errors);
        var after = 0L;
        if (query["cursor"] is [{ Length: > 0 } cursor] && !EventId.TryParse(cursor, out after))
            errors.Add("/cursor", FieldCodes.InvalidFormat, "The query parameter cursor is the nextCursor of an earlier answer or the id of an event.");
        return errors.IsEmpty ? new() { After = after, Limit = limit } : new() { Problem = ApiProblem.Invalid(errors.Items) };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(PageRequest.LimitParameter);
        builder.Metadata.Add(new DocumentedParameter("cursor", ParameterPlace.Query, "The nextCursor of the answer before, or the id of the last event seen.", ParameterShape.Text));
    }
}
