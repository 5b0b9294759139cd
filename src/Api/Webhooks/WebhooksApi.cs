using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Secrets;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using AgentMail.Core.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Webhooks;

internal static class WebhooksApi
{
    public static void MapWebhooks(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/webhooks").WithTags(RouteTags.Webhooks).WithPathExample("id", "crm").RequireRoles(Role.Admin);
        group.MapGet("/", ListWebhooks).Answers(ProblemCode.Validation);
        group.MapGet("/{id}", GetWebhook).Answers(ProblemCode.NotFound);
        group.MapPut("/{id}", PutWebhook).WithExample(WebhookExamples.Put).Answers(ProblemCode.Conflict, ProblemCode.PreconditionFailed);
        group.MapDelete("/{id}", DeleteWebhook).Answers(ProblemCode.NotFound, ProblemCode.PreconditionFailed);
        group.MapPost("/{id}/rotate", RotateWebhookSecret).WithExample(WebhookExamples.Rotate).Answers(ProblemCode.NotFound, ProblemCode.PreconditionFailed);
    }

    /// <summary>Lists the webhooks and how their endpoints are doing.</summary>
    private static async Task<Ok<Page<WebhookView>>> ListWebhooks(PageRequest page, Caller caller, WebhookReader reader, CancellationToken ct) =>
        TypedResults.Ok(await reader.ListAsync(caller.TenantId, page, ct));

    /// <summary>Reads a webhook. Its secret is not shown again.</summary>
    private static async Task<Results<Read<WebhookView>, ApiProblem>> GetWebhook(string id, Caller caller, WebhookReader reader, CancellationToken ct) =>
        await reader.FindAsync(caller.TenantId, id, ct) is { } view ? new Read<WebhookView>(view) : NotFound;

    /// <summary>Creates a webhook, and shows the secret that signs its calls this once; or replaces one, which keeps its secret.</summary>
    private static async Task<Results<Saved<WebhookView>, PendingWebhook, ApiProblem>> PutWebhook(
        string id, JsonBody<WebhookRequest> body, Caller caller, Change change, WebhookReader reader, WebhookUrl rule, SecretSealer sealer, CancellationToken aborted)
    {
        var (request, errors) = (body.Value, new ValidationErrors());
        var (url, types) = (WebhookRules.Url(request.Url, rule, errors), WebhookRules.Types(request.Types, errors));
        if (!errors.IsEmpty)
            return ApiProblem.Invalid(errors.Items);
        var secret = await reader.FindAsync(caller.TenantId, id, aborted) is null ? WebhookSecret.New() : null;
        var command = new SaveWebhook(id, url, types, request.Enabled ?? true, secret?.Seal(sealer, caller.TenantId, id), change.ExpectedVersion);
        var saved = await change.SaveAsync(command, ct => ReadAsync(reader, caller.TenantId, id, secret, ct));
        return saved.Result switch
        {
            Saved<WebhookView> done => done,
            Pending pending => new PendingWebhook(pending, secret),
            var problem => (ApiProblem)problem,
        };
    }

    /// <summary>Removes a webhook, with its deliveries and whatever waits for it.</summary>
    private static Task<Results<NoContent, Pending, ApiProblem>> DeleteWebhook(string id, Change change) =>
        change.RemoveAsync(new RemoveWebhook(id, change.ExpectedVersion));

    /// <summary>Makes another secret, and shows it this once. The present one signs as well for the hours asked for, so that the receiver can change over meanwhile.</summary>
    private static async Task<Results<Read<WebhookView>, PendingWebhook, ApiProblem>> RotateWebhookSecret(
        string id, OptionalJsonBody<RotationRequest> body, Caller caller, Change change, WebhookReader reader, SecretSealer sealer)
    {
        var (errors, secret) = (new ValidationErrors(), WebhookSecret.New());
        var hours = WebhookRules.Hours(body.Value.PreviousValidForHours, errors);
        if (!errors.IsEmpty)
            return ApiProblem.Invalid(errors.Items);
        var command = new RotateWebhookSecret(id, secret.Seal(sealer, caller.TenantId, id), hours, change.ExpectedVersion);
        var saved = await change.SaveAsync(command, ct => ReadAsync(reader, caller.TenantId, id, secret, ct), resource: $"/v1/webhooks/{id}");
        return saved.Result switch
        {
            Saved<WebhookView> done => new Read<WebhookView>(done.View),
            Pending pending => new PendingWebhook(pending, secret),
            var problem => (ApiProblem)problem,
        };
    }

    internal static ApiProblem NotFound => ApiProblem.NotFound("webhook of this id");

    // A secret that was given along is in force once the change is applied: the worker refuses it otherwise.
    private static async Task<WebhookView?> ReadAsync(WebhookReader reader, string tenantId, string id, WebhookSecret? secret, CancellationToken ct) =>
        await reader.FindAsync(tenantId, id, ct) is { } view ? view with { Secret = secret?.Reveal() } : null;
}
