using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.Metadata;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Api.Events.Stream;

/// <summary>Where a stream begins: after the last event its client has seen, or now.</summary>
internal sealed class StreamCursor : IBoundInput, IEndpointParameterMetadataProvider
{
    private const string Header = "Last-Event-ID";
    private const string Parameter = "lastEventId";

    /// <summary>The last number seen; null = begin now.</summary>
    public long? After { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<StreamCursor> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request));

    // A browser that reconnects repeats its URL as it was, and sends the header: the header is newer.
    private static StreamCursor From(HttpRequest request)
    {
        var (place, id) = request.Headers[Header] is [{ Length: > 0 } header] ? (Header, header) : ("query parameter " + Parameter, request.Query[Parameter].ToString());
        if (id.Length == 0)
            return new();
        return EventId.TryParse(id, out var after)
            ? new() { After = after }
            : new() { Problem = ApiProblem.Invalid(JsonPointer.Root / Parameter, FieldCodes.InvalidFormat, $"The {place} is the id of the last event seen, such as ev_0000000000004; leave it out to begin now.") };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DocumentedParameter(Header, ParameterPlace.Header, "The id of the last event seen; the stream goes on after it. Browsers send it when they reconnect.", ParameterShape.Text));
        builder.Metadata.Add(new DocumentedParameter(Parameter, ParameterPlace.Query, "The same, for a first connection that cannot set headers. The header wins.", ParameterShape.Text));
    }
}
