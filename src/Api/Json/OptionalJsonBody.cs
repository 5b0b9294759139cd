using System.Reflection;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Json;

/// <summary>A body that may be left out where all its members may.</summary>
internal sealed class OptionalJsonBody<T> : IBoundInput, IEndpointParameterMetadataProvider where T : class, new()
{
    private OptionalJsonBody(T? value, ApiProblem? problem) => (Value, Problem) = (value ?? new T(), problem);

    public ApiProblem? Problem { get; }

    public T Value { get; }

    public static async ValueTask<OptionalJsonBody<T>> BindAsync(HttpContext context)
    {
        if (context.Request.ContentLength == 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return new(null, null);
        var (raw, problem) = await RequestBody.ReadAsync(context);
        if (problem is not null || raw.IsEmpty)
            return new(null, problem);
        var (value, mismatch) = JsonRequest.Read<T>(raw);
        return new(value, mismatch);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), isOptional: true));
}
