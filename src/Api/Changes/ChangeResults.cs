using System.Reflection;
using AgentMail.Api.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Changes;

/// <summary>A resource that counts its changes.</summary>
internal interface IVersioned
{
    long Version { get; }
}

/// <summary>200: the resource with its <c>ETag</c>.</summary>
internal sealed class Read<T>(T view) : IResult, IEndpointMetadataProvider where T : IVersioned
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = VersionTag.Format(view.Version);
        return httpContext.Response.WriteAsJsonAsync(view, ApiJson.Options, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}

/// <summary>201 or 200: the change is in force from the next send on.</summary>
internal sealed class Saved<T>(T view, bool created) : IResult, IEndpointMetadataProvider where T : IVersioned
{
    public T View => view;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        if (created)
            response.Headers.Location = httpContext.Request.Path.ToUriComponent();
        response.Headers.ETag = VersionTag.Format(view.Version);
        return response.WriteAsJsonAsync(view, ApiJson.Options, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
    }
}

/// <summary>202: stored, and a worker will apply it; the operation tells when.</summary>
internal sealed class Pending(string operationId) : IResult, IEndpointMetadataProvider
{
    public string OperationId => operationId;

    public string Location => "/v1/operations/" + operationId;

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, new PendingOperation(operationId, Location));

    /// <summary>The same with a body of one's own.</summary>
    public Task WriteAsync<T>(HttpContext httpContext, T body)
    {
        httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        httpContext.Response.Headers.Location = Location;
        return httpContext.Response.WriteAsJsonAsync(body, ApiJson.Options, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(PendingOperation), ["application/json"]));
}

/// <summary>A change on its way.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Location">Where to look at it.</param>
internal sealed record PendingOperation(string OperationId, string Location);
