using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Tenants;

/// <summary>All tenants of the installation, for its operator.</summary>
internal static class TenantsApi
{
    private static readonly TimeSpan RemovalWait = TimeSpan.FromSeconds(5);

    public static void MapTenants(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/tenants").WithTags(RouteTags.Tenants).WithPathExample("id", "globex").RequireOperator().Answers(ProblemCode.NotFound);
        group.MapGet("/", ListTenants).Answers(ProblemCode.Validation);
        group.MapPost("/", CreateTenant).WithExample(TenantExamples.Create).Answers(ProblemCode.Conflict);
        group.MapDelete("/{id}", DeleteTenant);
    }

    /// <summary>Lists the tenants.</summary>
    private static async Task<Ok<Page<TenantView>>> ListTenants(PageRequest page, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        return TypedResults.Ok((await db.Tenants.ToPageAsync(t => t.Id, page, ct)).Select(t => new TenantView(t.Id, t.Name, t.CreatedAt)));
    }

    /// <summary>Creates a tenant with a sandbox server and its first admin key, which is shown this once.</summary>
    private static async Task<Results<Created<CreatedTenantView>, ApiProblem>> CreateTenant(JsonBody<TenantRequest> body, TenantProvisioner provisioner, CancellationToken ct)
    {
        var errors = new ValidationErrors();
        var (id, name) = (body.Value.Id, errors.SenderName("/name", body.Value.Name));
        if (!ResourceId.IsValid(id))
            errors.Add("/id", FieldCodes.InvalidFormat, ResourceId.Rule);
        if (!errors.IsEmpty)
            return ApiProblem.Invalid(errors.Items);
        var adminKey = ApiKeyToken.New();
        return await provisioner.CreateAsync(id, name, adminKey, ct)
            ? TypedResults.Created($"/v1/tenants/{id}", new CreatedTenantView(id, name, adminKey))
            : new ApiProblem(ProblemCode.Conflict, $"There is a tenant '{id}' already; choose another id.");
    }

    /// <summary>Removes a tenant and everything of it. Its keys stop working at once; a large one takes a while to be gone.</summary>
    private static async Task<Results<Accepted, ApiProblem>> DeleteTenant(string id, TenantRemoval removal, KeyDirectory keys, CancellationToken ct)
    {
        if (!await removal.CloseAsync(id, ct))
            return ApiProblem.NotFound("tenant of this id");
        keys.Forget();
        await Task.WhenAny(removal.RemoveAsync(id), Task.Delay(RemovalWait, ct));
        return TypedResults.Accepted((string?)null);
    }
}
