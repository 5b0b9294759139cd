using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Operations;

internal static class OperationsApi
{
    public static void MapOperations(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/operations/{id}", GetOperation).WithTags(RouteTags.Operations).RequireRoles(Role.Admin, Role.Agent).Answers(ProblemCode.NotFound);

    /// <summary>Reads what became of a configuration change that was answered with 202.</summary>
    private static async Task<Results<Ok<OperationView>, ApiProblem>> GetOperation(string id, Caller caller, HttpContext context, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var operation = await db.Operations.SingleOrDefaultAsync(o => o.TenantId == caller.TenantId && o.Id == id, ct);
        if (operation is null)
            return ApiProblem.NotFound("operation of this id");
        return caller.Role == Role.Agent && operation.RequestedBy != caller.KeyId
            ? ApiProblem.Forbidden("Another key asked for this operation.")
            : TypedResults.Ok(OperationView.Of(operation, context));
    }
}
