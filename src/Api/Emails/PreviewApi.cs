using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Emails;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Emails;

internal static class PreviewApi
{
    public static void MapPreview(this RouteGroupBuilder emails) =>
        emails.MapPost("/preview", PreviewEmail).WithBodyLimit(EmailsApi.MaxEmailBytes).WithExample(EmailExamples.Send);

    /// <summary>Says what a send of this request would come to, and why, without sending: who sends it, what is said, and all that stands against it.</summary>
    private static async Task<Results<Ok<EmailPreviewView>, ApiProblem>> PreviewEmail(
        JsonBody<EmailRequest> body, Caller caller, EmailPreviewer previewer, TimeProvider clock, CancellationToken ct)
    {
        if (EmailSending.Refuse(body.Value, caller) is { } forbidden)
            return forbidden;
        var errors = new ValidationErrors();
        var now = clock.GetUtcNow();
        var preview = await previewer.PreviewAsync(EmailSending.Read(body.Value, caller, now, errors), now, ct);
        return TypedResults.Ok(EmailPreviewView.Of(preview, errors));
    }
}
