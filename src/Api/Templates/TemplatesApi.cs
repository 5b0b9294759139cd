using System.Text.Json;
using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Storage;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Templates;

internal static class TemplatesApi
{
    // The largest Description, in the longest spelling that JSON has for its characters.
    private const int MaxTemplateBytes = 4 * 1024 * 1024;

    public static void MapTemplates(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/templates").WithTags(RouteTags.Templates).WithPathExample("id", "case-solved").RequireRoles(Role.Admin);
        group.MapGet("/", ListTemplates).Answers(ProblemCode.Validation);
        group.MapGet("/{id}", GetTemplate).Answers(ProblemCode.NotFound);
        group.MapPut("/{id}", PutTemplate).WithBodyLimit(MaxTemplateBytes).WithExample(TemplateExamples.Put).Answers(ProblemCode.Conflict, ProblemCode.PreconditionFailed);
        group.MapDelete("/{id}", DeleteTemplate).Answers(ProblemCode.NotFound, ProblemCode.PreconditionFailed);
        group.MapPost("/{id}/render", RenderTemplate).WithExample(TemplateExamples.Render).Answers(ProblemCode.NotFound);
    }

    /// <summary>Lists the notification templates.</summary>
    private static async Task<Ok<Page<TemplateView>>> ListTemplates(PageRequest page, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var templates = db.Templates.Where(t => t.TenantId == caller.TenantId);
        return TypedResults.Ok((await templates.ToPageAsync(t => t.Id, page, ct)).Select(TemplateView.Of));
    }

    /// <summary>Reads a notification template.</summary>
    private static async Task<Results<Read<TemplateView>, ApiProblem>> GetTemplate(string id, Caller caller, Database database, CancellationToken ct) =>
        await FindAsync(id, caller, database, ct) is { } view ? new Read<TemplateView>(view) : ApiProblem.NotFound("template of this id");

    /// <summary>Creates or replaces a notification template. Liquid that cannot be read, or that never ends, is refused with its line.</summary>
    private static async Task<Results<Saved<TemplateView>, Pending, ApiProblem>> PutTemplate(
        string id, JsonBody<TemplateRequest> body, Caller caller, Change change, Database database, RenderingTurns turns, TimeProvider clock, CancellationToken aborted)
    {
        var errors = new ValidationErrors();
        var request = body.Value;
        var command = new SaveTemplate(id, errors.Line("/name", request.Name), request.Subject, request.Description, change.ExpectedVersion);
        errors = await turns.RunAsync(caller.TenantId, () => TemplateTrial.Check(request.Subject, request.Description, clock, errors), aborted);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => FindAsync(id, caller, database, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Removes a notification template.</summary>
    private static Task<Results<NoContent, Pending, ApiProblem>> DeleteTemplate(string id, Change change) =>
        change.RemoveAsync(new RemoveTemplate(id, change.ExpectedVersion));

    /// <summary>Fills in a template as a send would, signature included, and sends nothing.</summary>
    private static async Task<Results<Ok<RenderedTemplateView>, ApiProblem>> RenderTemplate(
        string id, JsonBody<TemplateRenderRequest> body, Caller caller, TemplatePreview preview, CancellationToken ct)
    {
        var errors = new ValidationErrors();
        var (agentId, channelId) = (errors.OptionalId("/agentId", body.Value.AgentId), errors.OptionalId("/channelId", body.Value.ChannelId));
        return errors.IsEmpty
            ? await preview.RenderAsync(caller.TenantId, id, agentId, channelId, body.Value.Variables ?? new Dictionary<string, JsonElement>(), ct)
            : ApiProblem.Invalid(errors.Items);
    }

    private static async Task<TemplateView?> FindAsync(string id, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Templates.SingleOrDefaultAsync(t => t.TenantId == caller.TenantId && t.Id == id, ct) is { } template ? TemplateView.Of(template) : null;
    }
}
