using System.Reflection;
using System.Security.Cryptography;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Json;

/// <summary>The body of a request as a handler takes it: a model, because <see cref="RefuseBadInput"/> has answered whatever is none.</summary>
internal sealed class JsonBody<T> : IBoundInput, IEndpointParameterMetadataProvider
{
    private readonly T? _value;
    private readonly ReadOnlyMemory<byte> _raw;

    private JsonBody(T? value, ReadOnlyMemory<byte> raw, ApiProblem? problem)
    {
        _value = value;
        _raw = raw;
        Problem = problem;
    }

    public ApiProblem? Problem { get; }

    public T Value => _value ?? throw new InvalidOperationException("The body was refused; the route lacks its input filter.");

    /// <summary>SHA-256 of the body as sent, lower-case hex: tells whether a repeated request is the same.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(_raw.Span));

    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        var (raw, problem) = await RequestBody.ReadAsync(context);
        if (problem is not null)
            return new(default, raw, problem);
        var (value, mismatch) = JsonRequest.Read<T>(raw);
        return new(value, raw, mismatch);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
