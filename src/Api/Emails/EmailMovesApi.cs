using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Emails;

/// <summary>What people do with accepted emails.</summary>
internal static class EmailMovesApi
{
    public static void MapEmailMoves(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/emails/{id}").WithTags(RouteTags.Emails).RequireRoles(Role.Admin, Role.Sender, Role.Agent);
        group.MapPatch("/", RescheduleEmail).WithExample(EmailExamples.Reschedule).Answers(ProblemCode.NotFound, ProblemCode.Conflict);
        group.MapPost("/cancel", CancelEmail).Answers(ProblemCode.NotFound, ProblemCode.NotCancellable);
        group.MapPost("/retry", RetryEmail).Answers(ProblemCode.NotFound, ProblemCode.Conflict);
        group.MapPost("/resolve", ResolveEmail).WithExample(EmailExamples.Resolve).Answers(ProblemCode.NotFound, ProblemCode.NotUncertain, ProblemCode.Conflict);
    }

    /// <summary>Gives a scheduled email another time, or sends it now. An agent's key moves what its own agent wrote.</summary>
    private static async Task<Results<Ok<EmailView>, ApiProblem>> RescheduleEmail(
        string id, JsonBody<RescheduleRequest> body, Caller caller, MoveIntake moves, TimeProvider clock, CancellationToken ct)
    {
        var errors = new ValidationErrors();
        EmailRules.CheckSchedule(body.Value.ScheduledAt, clock.GetUtcNow(), errors);
        return errors.IsEmpty
            ? await MoveAsync(moves, Request(id, EmailMover.Reschedule, caller) with { ScheduledAt = body.Value.ScheduledAt }, ct)
            : ApiProblem.Invalid(errors.Items);
    }

    /// <summary>Takes an email back that still waits. Recipients who have it keep it; the others never get it.</summary>
    private static Task<Results<Ok<EmailView>, ApiProblem>> CancelEmail(string id, Caller caller, MoveIntake moves, CancellationToken ct) =>
        MoveAsync(moves, Request(id, EmailMover.Cancel, caller), ct);

    /// <summary>Tries a delayed or failed email again now: the same message, to those who have not got it.</summary>
    private static Task<Results<Ok<EmailView>, ApiProblem>> RetryEmail(string id, Caller caller, MoveIntake moves, CancellationToken ct) =>
        MoveAsync(moves, Request(id, EmailMover.Retry, caller), ct);

    /// <summary>Says what became of an uncertain email: it arrived, or the same message is to be sent again.</summary>
    private static Task<Results<Ok<EmailView>, ApiProblem>> ResolveEmail(
        string id, JsonBody<ResolveRequest> body, Caller caller, MoveIntake moves, CancellationToken ct) =>
        MoveAsync(moves, Request(id, body.Value.As == Resolution.Sent ? EmailMover.ResolveAsSent : EmailMover.Resend, caller), ct);

    private static MoveRequest Request(string id, EmailMover by, Caller caller) =>
        new(caller.TenantId, id, new(by, caller.KeyId), caller.Role == Role.Agent ? caller.AgentId : null);

    private static async Task<Results<Ok<EmailView>, ApiProblem>> MoveAsync(MoveIntake moves, MoveRequest request, CancellationToken ct) =>
        await moves.MoveAsync(request, ct) switch
        {
            MoveResult.Moved moved => TypedResults.Ok(EmailView.Of(moved.Email)),
            MoveResult.Refused refused => new ApiProblem(CodeOf(refused.Reason), refused.Detail),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };

    private static ProblemCode CodeOf(MoveRefusal reason) => reason switch
    {
        MoveRefusal.NotFound => ProblemCode.NotFound,
        MoveRefusal.Forbidden => ProblemCode.Forbidden,
        MoveRefusal.NotCancellable => ProblemCode.NotCancellable,
        MoveRefusal.NotUncertain => ProblemCode.NotUncertain,
        _ => ProblemCode.Conflict,
    };
}
