using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Emails;

/// <summary>Sending. What became of it is read through <see cref="EmailHistoryApi"/>.</summary>
internal static class EmailsApi
{
    // 25 MiB of message is 34 MiB in base64, and there is JSON around it.
    public const int MaxEmailBytes = 36 * 1024 * 1024;
    private const int MaxBatchBytes = 72 * 1024 * 1024;

    public static void MapEmails(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/emails").WithTags(RouteTags.Emails).RequireRoles(Role.Admin, Role.Sender, Role.Agent);
        group.MapPost("/", SendEmail).WithBodyLimit(MaxEmailBytes).WithExample(EmailExamples.Send).Answers(
            ProblemCode.FromMismatch, ProblemCode.IdentityNotFound, ProblemCode.IdentityDisabled, ProblemCode.EmailPasswordMissing,
            ProblemCode.IdempotencyKeyReused, ProblemCode.IdempotencyInProgress);
        group.MapPreview();
        group.MapPost("/batch", SendBatch).WithBodyLimit(MaxBatchBytes).WithExample(EmailExamples.Batch);
    }

    /// <summary>Accepts an email: it is stored before the answer, and sent by a worker.</summary>
    private static async Task<Results<Accepted<AcceptedEmailView>, ApiProblem>> SendEmail(
        JsonBody<EmailRequest> body, IdempotencyKey key, Caller caller, EmailSending sending, HttpResponse response, CancellationToken ct)
    {
        var (accepted, problem) = await sending.SendAsync(body.Value, caller, key.Claim(body.Hash()), ct);
        if (accepted is null)
            return problem!;
        if (accepted.Replayed)
            response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return TypedResults.Accepted($"/v1/emails/{accepted.Email.Id}", AcceptedEmailView.Of(accepted));
    }

    /// <summary>Accepts up to 500 emails, each on its own. With an Idempotency-Key the whole batch may be repeated.</summary>
    private static async Task<Results<Accepted<EmailBatchView>, ApiProblem>> SendBatch(
        JsonBody<EmailBatchRequest> body, IdempotencyKey key, Caller caller, EmailSending sending, Database database, HttpContext context)
    {
        if (EmailBatch.Refuse(body.Value) is { } refusal)
            return refusal;
        var items = await EmailBatch.SendAsync(body.Value.Items, key, caller, sending, database, context);
        return EmailBatch.Unavailable(items) is { } unavailable ? unavailable : TypedResults.Accepted((string?)null, new EmailBatchView(items));
    }
}
