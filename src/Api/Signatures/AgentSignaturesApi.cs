using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;
using AgentMail.Core.Signatures;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Signatures;

internal static class AgentSignaturesApi
{
    public static void MapAgentSignatures(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/agents/{id}/signatures").WithTags(RouteTags.Signatures).WithPathExample("id", "ann").WithPathExample("sid", "formal").RequireOwnAgent();
        group.MapGet("/", ListAgentSignatures).RequireRoles(Role.Admin, Role.Sender, Role.Agent).Answers(ProblemCode.NotFound, ProblemCode.Validation);
        group.MapGet("/{sid}", GetAgentSignature).RequireRoles(Role.Admin, Role.Sender, Role.Agent).Answers(ProblemCode.NotFound);
        group.MapPut("/{sid}", PutAgentSignature).RequireRoles(Role.Admin, Role.Agent).WithExample(SignatureExamples.Put).WithBodyLimit(SignatureRules.MaxBodyBytes, SignatureRules.TooLargeAdvice)
            .Answers(ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.PreconditionFailed);
        group.MapDelete("/{sid}", DeleteAgentSignature).RequireRoles(Role.Admin, Role.Agent).Answers(ProblemCode.NotFound, ProblemCode.PreconditionFailed);
    }

    /// <summary>Lists an agent's signatures.</summary>
    private static async Task<Results<Ok<Page<SignatureView>>, ApiProblem>> ListAgentSignatures(
        string id, PageRequest page, Caller caller, SignatureReader signatures, CancellationToken ct) =>
        await signatures.ListAsync(caller, SignatureOwner.Agent, id, page, ct) is { } list ? TypedResults.Ok(list) : ApiProblem.NotFound("agent of this id");

    /// <summary>Reads a signature of an agent.</summary>
    private static async Task<Results<Read<SignatureView>, ApiProblem>> GetAgentSignature(
        string id, string sid, Caller caller, SignatureReader signatures, CancellationToken ct) =>
        await signatures.FindAsync(caller, SignatureOwner.Agent, id, sid, ct) is { } view ? new Read<SignatureView>(view) : ApiProblem.NotFound("signature of this id");

    /// <summary>Creates or replaces a signature of an agent.</summary>
    private static async Task<Results<Saved<SignatureView>, Pending, ApiProblem>> PutAgentSignature(
        string id, string sid, JsonBody<SignatureRequest> body, Caller caller, Change change, SignatureReader signatures, RenderingTurns turns, TimeProvider clock, CancellationToken aborted)
    {
        var errors = new ValidationErrors();
        var command = await turns.RunAsync(
            caller.TenantId, () => SignatureRules.ToCommand(SignatureOwner.Agent, id, sid, body.Value, change.ExpectedVersion, clock, errors), aborted);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => signatures.FindAsync(caller, SignatureOwner.Agent, id, sid, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Removes a signature of an agent.</summary>
    private static Task<Results<NoContent, Pending, ApiProblem>> DeleteAgentSignature(string id, string sid, Change change) =>
        change.RemoveAsync(new RemoveSignature(WireEnum<SignatureOwner>.Name(SignatureOwner.Agent), id, sid, change.ExpectedVersion));
}
