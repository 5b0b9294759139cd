using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Delivery;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Servers;

internal static class ServersApi
{
    public static void MapServers(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/servers").WithTags(RouteTags.Servers).WithPathExample("id", "acme-365").RequireRoles(Role.Admin);
        group.MapGet("/", ListServers).Answers(ProblemCode.Validation);
        group.MapGet("/{id}", GetServer).Answers(ProblemCode.NotFound);
        group.MapPut("/{id}", PutServer).WithExample(ServerExamples.Put).Answers(ProblemCode.Conflict, ProblemCode.PreconditionFailed);
        group.MapDelete("/{id}", DeleteServer).Answers(ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.PreconditionFailed);
    }

    /// <summary>Lists the outbound servers.</summary>
    private static async Task<Ok<Page<ServerView>>> ListServers(PageRequest page, Caller caller, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var db = database.Read();
        var servers = db.Servers.Where(s => s.TenantId == caller.TenantId);
        var accounts = await AccountWarnings.OfAsync(db, caller.TenantId, clock.GetUtcNow(), ct);
        return TypedResults.Ok((await servers.ToPageAsync(s => s.Id, page, ct)).Select(s => ServerView.Of(s, accounts)));
    }

    /// <summary>Reads a server.</summary>
    private static async Task<Results<Read<ServerView>, ApiProblem>> GetServer(string id, Caller caller, Database database, TimeProvider clock, CancellationToken ct) =>
        await FindAsync(id, caller, database, clock, ct) is { } view ? new Read<ServerView>(view) : ApiProblem.NotFound("server of this id");

    /// <summary>Creates or replaces a server.</summary>
    private static async Task<Results<Saved<ServerView>, Pending, ApiProblem>> PutServer(
        string id, JsonBody<ServerRequest> body, Caller caller, Change change, Database database, TimeProvider clock, SecretSealer sealer)
    {
        var errors = new ValidationErrors();
        var command = ServerRules.ToCommand(id, body.Value, change.ExpectedVersion, text => sealer.Seal(caller.TenantId, SecretOwners.Server(id), text), errors);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => FindAsync(id, caller, database, clock, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Removes a server that is not the default and that nobody is on.</summary>
    private static Task<Results<NoContent, Pending, ApiProblem>> DeleteServer(string id, Change change) =>
        change.RemoveAsync(new RemoveServer(id, change.ExpectedVersion));

    private static async Task<ServerView?> FindAsync(string id, Caller caller, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Servers.SingleOrDefaultAsync(s => s.TenantId == caller.TenantId && s.Id == id, ct) is { } server
            ? ServerView.Of(server, await AccountWarnings.OfAsync(db, caller.TenantId, clock.GetUtcNow(), ct))
            : null;
    }
}
