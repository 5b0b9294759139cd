using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Agents;

internal static class ProfileApi
{
    public static void MapProfiles(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/agents/{id}").WithTags(RouteTags.Profile).WithPathExample("id", "ann").RequireOwnAgent();
        group.MapGet("/profile", GetProfile).RequireRoles(Role.Admin, Role.Agent).Answers(ProblemCode.NotFound);
        group.MapPut("/profile", PutProfile).RequireRoles(Role.Admin, Role.Agent).WithExample(ProfileExamples.Put).Answers(ProblemCode.NotFound, ProblemCode.PreconditionFailed);
        group.MapGet("/from-addresses", ListFromAddresses).RequireRoles(Role.Admin, Role.Sender, Role.Agent).Answers(ProblemCode.NotFound);
    }

    /// <summary>Reads an agent's profile.</summary>
    private static async Task<Results<Read<ProfileView>, ApiProblem>> GetProfile(string id, Caller caller, Database database, TimeProvider clock, CancellationToken ct) =>
        await FindAsync(id, caller, database, clock, ct) is { } view ? new Read<ProfileView>(view) : ApiProblem.NotFound("agent of this id");

    /// <summary>Saves an agent's profile, whole.</summary>
    private static async Task<Results<Saved<ProfileView>, Pending, ApiProblem>> PutProfile(
        string id, JsonBody<ProfileRequest> body, Caller caller, Change change, Database database, TimeProvider clock, SecretSealer sealer)
    {
        var errors = new ValidationErrors();
        var command = ProfileRules.ToCommand(id, body.Value, change.ExpectedVersion, text => sealer.Seal(caller.TenantId, SecretOwners.Agent(id), text), errors);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => FindAsync(id, caller, database, clock, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Lists the addresses that the agent may choose as From, and whether each can send now.</summary>
    private static async Task<Results<Ok<FromAddressList>, ApiProblem>> ListFromAddresses(string id, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        return await FromList.OfAsync(db, caller.TenantId, id, ct) is { } choices
            ? TypedResults.Ok(new FromAddressList([.. choices.Select(FromAddressView.Of)]))
            : ApiProblem.NotFound("agent of this id");
    }

    private static async Task<ProfileView?> FindAsync(string id, Caller caller, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var db = database.Read();
        return await IdentityLoader.AgentAsync(db, caller.TenantId, id, ct) is { } sources
            ? ProfileView.Of(sources, await AccountWarnings.OfAsync(db, caller.TenantId, clock.GetUtcNow(), ct))
            : null;
    }
}
