using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Channels;

internal static class ChannelsApi
{
    public static void MapChannels(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/channels").WithTags(RouteTags.Channels).WithPathExample("id", "support").RequireRoles(Role.Admin);
        group.MapGet("/", ListChannels).Answers(ProblemCode.Validation);
        group.MapGet("/{id}", GetChannel).Answers(ProblemCode.NotFound);
        group.MapPut("/{id}", PutChannel).WithExample(ChannelExamples.Put).Answers(ProblemCode.PreconditionFailed);
        group.MapDelete("/{id}", DeleteChannel).Answers(ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.PreconditionFailed);
    }

    /// <summary>Lists the channels.</summary>
    private static async Task<Ok<Page<ChannelView>>> ListChannels(PageRequest page, Caller caller, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var db = database.Read();
        var ids = await db.Channels.Where(c => c.TenantId == caller.TenantId).Select(c => c.Id).ToPageAsync(id => id, page, ct);
        var channels = await IdentityLoader.Channels(db, caller.TenantId, db.Channels.Where(c => ids.Items.Contains(c.Id))).ToDictionaryAsync(c => c.Channel.Id, ct);
        var accounts = await AccountWarnings.OfAsync(db, caller.TenantId, clock.GetUtcNow(), ct);
        return TypedResults.Ok(new Page<ChannelView>([.. ids.Items.Where(channels.ContainsKey).Select(id => ChannelView.Of(channels[id], accounts))], ids.NextCursor));
    }

    /// <summary>Reads a channel.</summary>
    private static async Task<Results<Read<ChannelView>, ApiProblem>> GetChannel(string id, Caller caller, Database database, TimeProvider clock, CancellationToken ct) =>
        await FindAsync(id, caller, database, clock, ct) is { } view ? new Read<ChannelView>(view) : ApiProblem.NotFound("channel of this id");

    /// <summary>Creates or replaces a channel.</summary>
    private static async Task<Results<Saved<ChannelView>, Pending, ApiProblem>> PutChannel(
        string id, JsonBody<ChannelRequest> body, Caller caller, Change change, Database database, TimeProvider clock, SecretSealer sealer)
    {
        var errors = new ValidationErrors();
        var command = ToCommand(id, body.Value, change.ExpectedVersion, text => sealer.Seal(caller.TenantId, SecretOwners.Channel(id), text), errors);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => FindAsync(id, caller, database, clock, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Removes a channel, its signatures and its place in the From lists.</summary>
    private static Task<Results<NoContent, Pending, ApiProblem>> DeleteChannel(string id, Change change) =>
        change.RemoveAsync(new RemoveChannel(id, change.ExpectedVersion));

    private static SaveChannel ToCommand(string id, ChannelRequest request, long? expectedVersion, Func<string, string> seal, ValidationErrors errors)
    {
        errors.Secret("/password", request.Password);
        return new SaveChannel(
            id, errors.SenderName("/name", request.Name), errors.Address("/address", request.Address), errors.OptionalSenderName("/displayName", request.DisplayName),
            request.Enabled ?? true, errors.OptionalId("/serverId", request.ServerId), request.Override ?? false,
            errors.OptionalLogin("/userId", request.UserId), request.Password.ToChange(seal, errors), request.Limits?.Check("/limits", errors),
            errors.OptionalId("/defaultSignatureId", request.DefaultSignatureId), expectedVersion);
    }

    private static async Task<ChannelView?> FindAsync(string id, Caller caller, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var db = database.Read();
        return await IdentityLoader.ChannelAsync(db, caller.TenantId, id, ct) is { } sources
            ? ChannelView.Of(sources, await AccountWarnings.OfAsync(db, caller.TenantId, clock.GetUtcNow(), ct))
            : null;
    }
}
