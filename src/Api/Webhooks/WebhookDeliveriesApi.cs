using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Webhooks;

internal static class WebhookDeliveriesApi
{
    public static void MapWebhookDeliveries(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/webhooks/{id}").WithTags(RouteTags.Webhooks).WithPathExample("id", "crm").RequireRoles(Role.Admin);
        group.MapPost("/test", TestWebhook).Answers(ProblemCode.NotFound, ProblemCode.Conflict);
        group.MapGet("/deliveries", ListWebhookDeliveries).Answers(ProblemCode.NotFound, ProblemCode.Validation);
        group.MapPost("/deliveries/{did}/replay", ReplayWebhookDelivery).Answers(ProblemCode.NotFound, ProblemCode.Conflict);
    }

    /// <summary>Calls the endpoint with an event of type <c>webhook.test</c>, whatever types it asked for. What became of it is in the deliveries.</summary>
    private static async Task<Results<Accepted<WebhookDeliveryView>, ApiProblem>> TestWebhook(string id, Caller caller, WebhookIntake intake, CancellationToken ct) =>
        Answer(id, await intake.TestAsync(caller.TenantId, id, ct));

    /// <summary>Lists what a webhook was told or is to be told of, the newest first.</summary>
    private static async Task<Results<Ok<Page<WebhookDeliveryView>>, ApiProblem>> ListWebhookDeliveries(
        string id, DeliveryQuery query, PageRequest page, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        if (!await db.Webhooks.AnyAsync(w => w.TenantId == caller.TenantId && w.Id == id, ct))
            return WebhooksApi.NotFound;
        var deliveries = db.WebhookDeliveries.Where(d => d.TenantId == caller.TenantId && d.WebhookId == id);
        if (query.Status is { } status)
            deliveries = deliveries.Where(d => d.Status == status);
        return TypedResults.Ok((await deliveries.ToPageNewestFirstAsync(d => d.Id, page, ct)).Select(WebhookDeliveryView.Of));
    }

    /// <summary>Makes a delivery due now, with the same <c>webhook-id</c>: once more where it was delivered or given up, earlier where it waits.</summary>
    private static async Task<Results<Accepted<WebhookDeliveryView>, ApiProblem>> ReplayWebhookDelivery(
        string id, string did, Caller caller, WebhookIntake intake, CancellationToken ct) =>
        Answer(id, await intake.ReplayAsync(caller.TenantId, id, did, ct));

    private static Results<Accepted<WebhookDeliveryView>, ApiProblem> Answer(string id, WebhookIntakeResult answer) => answer switch
    {
        WebhookIntakeResult.Due due => TypedResults.Accepted($"/v1/webhooks/{id}/deliveries", WebhookDeliveryView.Of(due.Delivery)),
        WebhookIntakeResult.Refused refused => new ApiProblem(refused.IsMissing ? ProblemCode.NotFound : ProblemCode.Conflict, refused.Detail),
        var other => throw new InvalidOperationException($"Unknown answer {other}."),
    };
}
