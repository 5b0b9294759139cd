using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Audit;

/// <summary>Which changes a list shows.</summary>
internal sealed class AuditQuery : IBoundInput, IEndpointParameterMetadataProvider
{
    private const int MaxResource = 256;

    /// <summary>A path without slash at its end; what lies below it is meant too.</summary>
    public string? Resource { get; private init; }

    public string? KeyId { get; private init; }

    public DateTimeOffset? Since { get; private init; }

    public DateTimeOffset? Until { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<AuditQuery> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static AuditQuery From(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var resource = reader.Line("resource", MaxResource);
        if (resource?.StartsWith("/v1/", StringComparison.Ordinal) is false)
            reader.Errors.Add("/resource", FieldCodes.InvalidFormat, "The query parameter resource is a path, such as /v1/agents/ann.");
        var read = new AuditQuery { Resource = resource?.TrimEnd('/'), KeyId = reader.Id("keyId"), Since = reader.Time("since"), Until = reader.Time("until") };
        return reader.Errors.IsEmpty ? read : new() { Problem = ApiProblem.Invalid(reader.Errors.Items) };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        Add("resource", "Only changes of the resource at this path, such as /v1/agents/ann, and of what lies below it, such as its profile and signatures.", new(MaxLength: MaxResource));
        Add("keyId", "Only changes made with this API key.", ParameterShape.Text);
        Add("since", "Made at or after this time.", ParameterShape.Time);
        Add("until", "Made before this time.", ParameterShape.Time);

        void Add(string name, string description, ParameterShape shape) =>
            builder.Metadata.Add(new DocumentedParameter(name, ParameterPlace.Query, description, shape));
    }
}
