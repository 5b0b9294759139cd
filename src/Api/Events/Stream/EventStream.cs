using System.Reflection;
using AgentMail.Api.Auth;
using AgentMail.Core.Events;
using AgentMail.Core.Telemetry;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Events.Stream;

/// <summary>A live stream as an answer: headers, the events for as long as the client stays, and an end with its reason.</summary>
internal sealed class EventStream(EventStreams streams, Caller caller, EventFilter filter, StreamStart start, StreamPlaces.Place place) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "text/event-stream";

    private static readonly TimeSpan TimeToTakeTheLast = TimeSpan.FromSeconds(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var held = place;
        Prepare(httpContext.Response);
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        streams.Metrics.Opened();
        using var life = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, streams.Stopping);
        var session = new StreamSession(streams, caller, filter, new(httpContext.Response.BodyWriter, streams.Options.WriteTimeout, streams.Clock), life);
        var end = StreamEnd.Fault;
        try
        {
            end = await session.RunAsync(start);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            end = session.End ?? (streams.Stopping.IsCancellationRequested ? StreamEnd.Stopping : StreamEnd.Client);
        }
        finally
        {
            streams.Metrics.Ended(end);
        }
        if (end == StreamEnd.Stalled)
            httpContext.Abort();
        else if (end == StreamEnd.Stopping && httpContext.Features.Get<IConnectionLifetimeFeature>() is { } connection)
            _ = AbortSoonAsync(connection);
    }

    // The server waits until a connection's client has taken the last of what was written: some never do.
    private async Task AbortSoonAsync(IConnectionLifetimeFeature connection)
    {
        await Task.Delay(TimeToTakeTheLast, streams.Clock);
        connection.Abort();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));

    private static void Prepare(HttpResponse response)
    {
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
    }
}
