using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Json;
using AgentMail.Core.Webhooks;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Webhooks;

/// <summary>Which deliveries a list shows.</summary>
internal sealed class DeliveryQuery : IBoundInput, IEndpointParameterMetadataProvider
{
    public WebhookDeliveryStatus? Status { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<DeliveryQuery> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static DeliveryQuery From(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var status = reader.Word<WebhookDeliveryStatus>("status");
        return reader.Errors.IsEmpty ? new() { Status = status } : new() { Problem = ApiProblem.Invalid(reader.Errors.Items) };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new DocumentedParameter("status", ParameterPlace.Query, "Only deliveries that stand so.", new(Words: WireEnum<WebhookDeliveryStatus>.All)));
}
