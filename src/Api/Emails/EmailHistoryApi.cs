using AgentMail.Api.Auth;
using AgentMail.Api.Events;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Emails;

/// <summary>What became of emails.</summary>
internal static class EmailHistoryApi
{
    private const string RawType = "message/rfc822";

    public static void MapEmailHistory(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/emails").WithTags(RouteTags.Emails);
        group.MapGet("/", ListEmails).RequireRoles(Role.Admin, Role.Sender, Role.Agent, Role.Monitor).Answers(ProblemCode.Validation);
        group.MapGet("/{id}", GetEmail).RequireRoles(Role.Admin, Role.Sender, Role.Agent, Role.Monitor).Answers(ProblemCode.NotFound);
        group.MapGet("/{id}/events", ListEmailEvents).RequireRoles(Role.Admin, Role.Sender, Role.Agent, Role.Monitor).Answers(ProblemCode.NotFound, ProblemCode.Validation);
        group.MapGet("/{id}/raw", GetRawEmail).RequireRoles(Role.Admin, Role.Sender, Role.Agent).Answers(ProblemCode.NotFound)
            .Produces(StatusCodes.Status200OK, contentType: RawType);
    }

    /// <summary>Lists emails, the newest first.</summary>
    private static async Task<Ok<Page<EmailView>>> ListEmails(EmailQuery query, PageRequest page, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var emails = EmailFilter.Of(db, caller.TenantId, query, await AgentScope.OfAsync(caller, db, ct));
        return TypedResults.Ok((await emails.Include(e => e.Recipients).ToPageNewestFirstAsync(e => e.Id, page, ct)).Select(EmailView.Of));
    }

    /// <summary>Reads an email, without its body.</summary>
    private static async Task<Results<Ok<EmailView>, ApiProblem>> GetEmail(string id, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var email = await db.Emails.Include(e => e.Recipients).SingleOrDefaultAsync(e => e.TenantId == caller.TenantId && e.Id == id, ct);
        return await RefuseAsync(email, caller, db, ct) is { } problem ? problem : TypedResults.Ok(EmailView.Of(email!));
    }

    /// <summary>Lists what happened to an email, in the order in which it happened.</summary>
    private static async Task<Results<EventPage, ApiProblem>> ListEmailEvents(string id, EventCursor cursor, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var email = await db.Emails.SingleOrDefaultAsync(e => e.TenantId == caller.TenantId && e.Id == id, ct);
        if (await RefuseAsync(email, caller, db, ct) is { } problem)
            return problem;
        return await EventPage.ReadAsync(db, new(caller.TenantId) { EmailId = id }, cursor, ct);
    }

    /// <summary>Reads the message itself, as it is sent.</summary>
    private static async Task<Results<FileContentHttpResult, ApiProblem>> GetRawEmail(string id, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var email = await db.Emails.SingleOrDefaultAsync(e => e.TenantId == caller.TenantId && e.Id == id, ct);
        if (await RefuseAsync(email, caller, db, ct) is { } problem)
            return problem;
        return await db.Bodies.Where(b => b.EmailId == id).Select(b => b.RawMime).SingleOrDefaultAsync(ct) is { } raw
            ? TypedResults.File(raw, RawType, $"{id}.eml")
            : new ApiProblem(ProblemCode.NotFound, "The message is no longer kept: its time of retention is over.");
    }

    private static async Task<ApiProblem?> RefuseAsync(Email? email, Caller caller, AgentMailDb db, CancellationToken ct)
    {
        if (email is null)
            return ApiProblem.NotFound("email of this id");
        var channelId = email.SenderKind == SenderKind.Channel ? email.SenderId : null;
        return (await AgentScope.OfAsync(caller, db, ct)).Sees(email.AgentId, channelId) ? null : ApiProblem.Forbidden("This email is another agent's.");
    }
}
