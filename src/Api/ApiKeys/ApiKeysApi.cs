using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.ApiKeys;

internal static class ApiKeysApi
{
    public static void MapApiKeys(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/api-keys").WithTags(RouteTags.ApiKeys).WithPathExample("id", "admin").RequireRoles(Role.Admin);
        group.MapGet("/", ListApiKeys).Answers(ProblemCode.Validation);
        group.MapPost("/", CreateApiKey).WithExample(ApiKeyExamples.Create);
        group.MapDelete("/{id}", DeleteApiKey).Answers(ProblemCode.NotFound, ProblemCode.Conflict);
    }

    /// <summary>Lists the keys, without their text.</summary>
    private static async Task<Ok<Page<ApiKeyView>>> ListApiKeys(PageRequest page, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var keys = db.ApiKeys.Where(k => k.TenantId == caller.TenantId);
        return TypedResults.Ok((await keys.ToPageAsync(k => k.Id, page, ct)).Select(ApiKeyView.Of));
    }

    /// <summary>Creates a key. The answer shows it, this once.</summary>
    private static async Task<Results<Created<CreatedApiKeyView>, ApiProblem>> CreateApiKey(
        JsonBody<ApiKeyRequest> body, Caller caller, ApiKeyStore store, TimeProvider clock, CancellationToken ct)
    {
        var (errors, now, token) = (new ValidationErrors(), clock.GetUtcNow(), ApiKeyToken.New());
        var key = ToKey(body.Value, caller.TenantId, token, now, errors);
        if (!errors.IsEmpty)
            return ApiProblem.Invalid(errors.Items);
        return await store.AddAsync(key, caller.KeyId, ct)
            ? TypedResults.Created($"/v1/api-keys/{key.Id}", CreatedApiKeyView.Of(key, token))
            : ApiProblem.Invalid("/agentId", FieldCodes.NotFound, $"There is no agent '{key.AgentId}'; create it first.");
    }

    /// <summary>Deletes a key. It stops working at once here, and within seconds in other processes.</summary>
    private static async Task<Results<NoContent, ApiProblem>> DeleteApiKey(string id, Caller caller, ApiKeyStore store, KeyDirectory keys, CancellationToken ct)
    {
        var removal = await store.RemoveAsync(caller.TenantId, id, caller.KeyId, ct);
        keys.Forget();
        return removal switch
        {
            ApiKeyRemoval.Removed => TypedResults.NoContent(),
            ApiKeyRemoval.LastAdmin => new ApiProblem(ProblemCode.Conflict, "This is the last admin key, and without one nobody could make another; create a new admin key first."),
            _ => ApiProblem.NotFound("key of this id"),
        };
    }

    private static ApiKey ToKey(ApiKeyRequest request, string tenantId, string token, DateTimeOffset now, ValidationErrors errors)
    {
        if (request.Role == Role.Agent && request.AgentId is null)
            errors.Add("/agentId", FieldCodes.Required, "A key of role agent is bound to one agent; name it.");
        if (request.Role != Role.Agent && request.AgentId is not null)
            errors.Add("/agentId", FieldCodes.NotAllowed, "Only keys of role agent are bound to an agent; leave agentId out.");
        if (request.ExpiresAt <= now)
            errors.Add("/expiresAt", FieldCodes.OutOfRange, "Give a time to come, or leave it out for a key that does not expire.");
        return new()
        {
            Id = $"key_{Guid.CreateVersion7(now):N}",
            TenantId = tenantId,
            Name = errors.Line("/name", request.Name),
            Role = request.Role,
            AgentId = errors.OptionalId("/agentId", request.AgentId),
            Hash = ApiKeyToken.Hash(token),
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt,
        };
    }
}
