using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Agents;

internal static class AgentsApi
{
    private const int MaxChannels = 100;

    public static void MapAgents(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/agents").WithTags(RouteTags.Agents).WithPathExample("id", "ann").RequireRoles(Role.Admin);
        group.MapGet("/", ListAgents).Answers(ProblemCode.Validation);
        group.MapGet("/{id}", GetAgent).Answers(ProblemCode.NotFound);
        group.MapPut("/{id}", PutAgent).WithExample(AgentExamples.Put).Answers(ProblemCode.PreconditionFailed);
        group.MapDelete("/{id}", DeleteAgent).Answers(ProblemCode.NotFound, ProblemCode.PreconditionFailed);
    }

    /// <summary>Lists the agents.</summary>
    private static async Task<Ok<Page<AgentView>>> ListAgents(PageRequest page, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var agents = db.Agents.Where(a => a.TenantId == caller.TenantId);
        return TypedResults.Ok((await agents.ToPageAsync(a => a.Id, page, ct)).Select(AgentView.Of));
    }

    /// <summary>Reads an agent.</summary>
    private static async Task<Results<Read<AgentView>, ApiProblem>> GetAgent(string id, Caller caller, Database database, CancellationToken ct) =>
        await FindAsync(id, caller, database, ct) is { } view ? new Read<AgentView>(view) : ApiProblem.NotFound("agent of this id");

    /// <summary>Creates or replaces an agent. The address and the password are the profile's.</summary>
    private static async Task<Results<Saved<AgentView>, Pending, ApiProblem>> PutAgent(
        string id, JsonBody<AgentRequest> body, Caller caller, Change change, Database database)
    {
        var errors = new ValidationErrors();
        var command = ToCommand(id, body.Value, change.ExpectedVersion, errors);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => FindAsync(id, caller, database, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Removes an agent with profile, signatures and keys.</summary>
    private static async Task<Results<NoContent, Pending, ApiProblem>> DeleteAgent(string id, Change change, KeyDirectory keys)
    {
        var result = await change.RemoveAsync(new RemoveAgent(id, change.ExpectedVersion));
        keys.Forget();
        return result;
    }

    private static SaveAgent ToCommand(string id, AgentRequest request, long? expectedVersion, ValidationErrors errors)
    {
        errors.Count("/channels", request.Channels, MaxChannels);
        var channels = request.Channels ?? [];
        for (var i = 0; i < Math.Min(channels.Count, MaxChannels); i++)
        {
            if (!ResourceId.IsValid(channels[i]))
                errors.Add(JsonPointer.Root / "channels" / i, FieldCodes.InvalidFormat, ResourceId.Rule);
        }
        return new SaveAgent(
            id, errors.SenderName("/displayName", request.DisplayName), request.Enabled ?? true, [.. channels.Distinct(StringComparer.Ordinal)],
            errors.OptionalId("/serverId", request.ServerId), request.Override ?? false, request.Limits?.Check("/limits", errors), expectedVersion);
    }

    private static async Task<AgentView?> FindAsync(string id, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Agents.SingleOrDefaultAsync(a => a.TenantId == caller.TenantId && a.Id == id, ct) is { } agent ? AgentView.Of(agent) : null;
    }
}
