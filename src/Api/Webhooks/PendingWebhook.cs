using System.Reflection;
using AgentMail.Api.Changes;
using AgentMail.Core.Webhooks;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Webhooks;

/// <summary>202 with the secret that will sign: nobody could ask for it later.</summary>
internal sealed class PendingWebhook(Pending pending, WebhookSecret? secret) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        pending.WriteAsync(httpContext, new PendingWebhookView(pending.OperationId, pending.Location, secret?.Reveal()));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(PendingWebhookView), ["application/json"]));
}
