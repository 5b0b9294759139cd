using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;
using AgentMail.Core.Signatures;
using AgentMail.Core.Storage;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Signatures;

internal static class ChannelSignaturesApi
{
    public static void MapChannelSignatures(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/channels/{id}/signatures").WithTags(RouteTags.Signatures).WithPathExample("id", "support").WithPathExample("sid", "formal");
        group.MapGet("/", ListChannelSignatures).RequireRoles(Role.Admin, Role.Sender, Role.Agent).Answers(ProblemCode.NotFound, ProblemCode.Validation);
        group.MapGet("/{sid}", GetChannelSignature).RequireRoles(Role.Admin, Role.Sender, Role.Agent).Answers(ProblemCode.NotFound);
        group.MapPut("/{sid}", PutChannelSignature).RequireRoles(Role.Admin).WithExample(SignatureExamples.Put).WithBodyLimit(SignatureRules.MaxBodyBytes, SignatureRules.TooLargeAdvice)
            .Answers(ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.PreconditionFailed);
        group.MapDelete("/{sid}", DeleteChannelSignature).RequireRoles(Role.Admin).Answers(ProblemCode.NotFound, ProblemCode.PreconditionFailed);
    }

    /// <summary>Lists a channel's signatures.</summary>
    private static async Task<Results<Ok<Page<SignatureView>>, ApiProblem>> ListChannelSignatures(
        string id, PageRequest page, Caller caller, Database database, SignatureReader signatures, CancellationToken ct)
    {
        if (!await IsOpenToAsync(caller, id, database, ct))
            return NotOpen();
        return await signatures.ListAsync(caller, SignatureOwner.Channel, id, page, ct) is { } list ? TypedResults.Ok(list) : ApiProblem.NotFound("channel of this id");
    }

    /// <summary>Reads a signature of a channel.</summary>
    private static async Task<Results<Read<SignatureView>, ApiProblem>> GetChannelSignature(
        string id, string sid, Caller caller, Database database, SignatureReader signatures, CancellationToken ct)
    {
        if (!await IsOpenToAsync(caller, id, database, ct))
            return NotOpen();
        return await signatures.FindAsync(caller, SignatureOwner.Channel, id, sid, ct) is { } view
            ? new Read<SignatureView>(view)
            : ApiProblem.NotFound("signature of this id");
    }

    /// <summary>Creates or replaces a signature of a channel.</summary>
    private static async Task<Results<Saved<SignatureView>, Pending, ApiProblem>> PutChannelSignature(
        string id, string sid, JsonBody<SignatureRequest> body, Caller caller, Change change, SignatureReader signatures, RenderingTurns turns, TimeProvider clock, CancellationToken aborted)
    {
        var errors = new ValidationErrors();
        var command = await turns.RunAsync(
            caller.TenantId, () => SignatureRules.ToCommand(SignatureOwner.Channel, id, sid, body.Value, change.ExpectedVersion, clock, errors), aborted);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => signatures.FindAsync(caller, SignatureOwner.Channel, id, sid, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Removes a signature of a channel.</summary>
    private static Task<Results<NoContent, Pending, ApiProblem>> DeleteChannelSignature(string id, string sid, Change change) =>
        change.RemoveAsync(new RemoveSignature(WireEnum<SignatureOwner>.Name(SignatureOwner.Channel), id, sid, change.ExpectedVersion));

    private static async Task<bool> IsOpenToAsync(Caller caller, string channelId, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        return (await AgentScope.OfAsync(caller, db, ct)).Sees(agentId: null, channelId);
    }

    private static ApiProblem NotOpen() => ApiProblem.Forbidden("This channel is not open to the agent that the key belongs to; an admin can open it.");
}
