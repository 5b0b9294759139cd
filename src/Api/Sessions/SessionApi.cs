using AgentMail.Api.Auth;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Sessions;

/// <summary>Signs a browser in, for pages that read: see <see cref="SessionCookie"/>.</summary>
internal static class SessionApi
{
    private const int MaxBody = 4 * 1024;

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/session").WithTags(RouteTags.Session).AddEndpointFilter<RefuseBadInput>();
        group.MapPost("/", SignIn).WithBodyLimit(MaxBody).WithExample(SessionExamples.SignIn).Answers(ProblemCode.Unauthenticated);
        group.MapGet("/", GetSession).Answers(ProblemCode.Unauthenticated);
        group.MapDelete("/", SignOut);
    }

    /// <summary>Signs the browser in with a key: a cookie that is good for GET below /v1, for 12 hours or until the key is deleted.</summary>
    private static async Task<Results<NoContent, ApiProblem>> SignIn(
        JsonBody<SessionRequest> body, KeyDirectory keys, SessionSealer sealer, HttpContext context, CancellationToken ct)
    {
        if (await keys.TicketAsync(body.Value.Key.Trim(), ct) is not { } ticket)
            return new ApiProblem(ProblemCode.Unauthenticated, "This API key is unknown, deleted or expired; check that it was copied whole, or ask an admin for a new one of role monitor.");
        SessionCookie.Set(context, sealer.Seal(ticket));
        return TypedResults.NoContent();
    }

    /// <summary>Tells who is signed in.</summary>
    private static async Task<Results<Ok<SessionView>, ApiProblem>> GetSession(KeyDirectory keys, SessionSealer sealer, HttpRequest request, CancellationToken ct) =>
        SessionCookie.Of(request) is { } cookie && sealer.TryOpen(cookie) is { } ticket && await keys.FindAsync(ticket, ct) is { } caller
            ? TypedResults.Ok(new SessionView(caller.TenantId, caller.Role, caller.AgentId))
            : new ApiProblem(ProblemCode.Unauthenticated, "Nobody is signed in here, or the session or its key has ended. Sign in with an API key (POST /session).");

    /// <summary>Signs the browser out.</summary>
    private static NoContent SignOut(HttpContext context)
    {
        SessionCookie.Remove(context);
        return TypedResults.NoContent();
    }
}
