using System.Globalization;
using System.Text.Json.Nodes;
using AgentMail.Api.Auth;
using AgentMail.Api.Problems;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AgentMail.Api.OpenApi;

/// <summary>Puts into the document what a route's metadata says: who may call it, parameters, an example, its problems.</summary>
internal sealed class DescribeRoute : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        DescribeAccess(operation, metadata.OfType<Access>().LastOrDefault());
        foreach (var parameter in metadata.OfType<DocumentedParameter>())
            (operation.Parameters ??= []).Add(ParameterOf(parameter));
        foreach (var example in metadata.OfType<PathExample>())
            ShowInPath(operation, example);
        if (operation.RequestBody?.Content is { } content && metadata.OfType<RequestExample>().LastOrDefault() is { } body)
            ((OpenApiMediaType)content["application/json"]).Example = JsonNode.Parse(body.Json);
        AddProblems(operation, context, metadata);
    }

    private static void DescribeAccess(OpenApiOperation operation, Access? access)
    {
        if (access is null)
            operation.Security = [];
        else
            operation.Description = $"{operation.Description}\n\nRoles: {access}.".TrimStart();
    }

    private static OpenApiParameter ParameterOf(DocumentedParameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.In == ParameterPlace.Query ? ParameterLocation.Query : ParameterLocation.Header,
        Description = parameter.Description,
        Schema = SchemaOf(parameter.Shape),
    };

    private static OpenApiSchema SchemaOf(ParameterShape shape) => new()
    {
        Type = shape.IsWholeNumber ? JsonSchemaType.Integer : JsonSchemaType.String,
        Format = shape.Format,
        Enum = shape.Words is { } words ? [.. words.Select(w => JsonValue.Create(w))] : null,
        Minimum = shape.Min?.ToString(CultureInfo.InvariantCulture),
        Maximum = shape.Max?.ToString(CultureInfo.InvariantCulture),
        MaxLength = shape.MaxLength,
    };

    private static void ShowInPath(OpenApiOperation operation, PathExample example)
    {
        if (operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(p => p.In == ParameterLocation.Path && p.Name == example.Name) is { } parameter)
            parameter.Example = example.Value;
    }

    private static void AddProblems(OpenApiOperation operation, OperationFilterContext context, IList<object> metadata)
    {
        var codes = metadata.OfType<AnswersProblems>().SelectMany(a => a.Codes);
        if (metadata.OfType<Access>().Any())
            codes = codes.Concat([ProblemCode.Unauthenticated, ProblemCode.Forbidden, ProblemCode.Unavailable]);
        if (operation.RequestBody is not null)
            codes = codes.Concat([ProblemCode.Malformed, ProblemCode.PayloadTooLarge, ProblemCode.UnsupportedMediaType, ProblemCode.Validation]);
        var schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemBody), context.SchemaRepository);
        foreach (var status in codes.Distinct().GroupBy(c => c.Status).OrderBy(g => g.Key))
            (operation.Responses ??= [])[status.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("; ", status.Select(c => $"`{c.Code}`: {c.Title}")),
                Content = new Dictionary<string, IOpenApiMediaType> { [ApiProblem.ContentType] = new OpenApiMediaType { Schema = schema } },
            };
    }
}
