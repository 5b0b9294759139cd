using System.Security.Cryptography;
using System.Text;
using AgentMail.Api.Problems;
using AgentMail.Api.Sessions;
using AgentMail.Core.Hosting;
using AgentMail.Core.Secrets;
using Microsoft.Extensions.Options;

namespace AgentMail.Api.Auth;

/// <summary>Lets a request through to its route when its key may call it. Runs before anything of the body is read.</summary>
internal sealed class AccessControl(RequestDelegate next, KeyDirectory keys, SessionSealer sessions, IOptionsMonitor<AgentMailOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var refusal = context.GetEndpoint()?.Metadata.GetMetadata<Access>() switch
        {
            Access.ByRole roles => await CheckKeyAsync(context, roles),
            Access.ByOperator => CheckOperator(context),
            _ => null,
        };
        await (refusal?.ExecuteAsync(context) ?? next(context));
    }

    private async Task<ApiProblem?> CheckKeyAsync(HttpContext context, Access.ByRole access)
    {
        var (caller, refusal) = await FindCallerAsync(context);
        if (caller is null)
            return refusal;
        if (!access.Roles.Contains(caller.Role))
            return ApiProblem.Forbidden($"This route is for keys of role {access}.");
        if (IsOfAnotherAgent(context, caller))
            return ApiProblem.Forbidden("This key belongs to another agent.");
        context.Features.Set(caller);
        return null;
    }

    private async Task<(Caller? Caller, ApiProblem? Refusal)> FindCallerAsync(HttpContext context)
    {
        if (BearerToken.Of(context.Request) is { } token)
            return (await keys.FindAsync(token, context.RequestAborted), Unauthenticated("This API key is unknown, deleted or expired; ask an admin for another."));
        if (SessionCookie.Of(context.Request) is not { } cookie)
            return (null, Unauthenticated("Send an API key: Authorization: Bearer amk_…"));
        if (!SessionCookie.IsEnoughFor(context.Request))
            return (null, Unauthenticated("A browser's session only reads; send an API key: Authorization: Bearer amk_…"));
        var caller = sessions.TryOpen(cookie) is { } ticket ? await keys.FindAsync(ticket, context.RequestAborted) : null;
        return (caller, Unauthenticated("The browser's session has ended, or its key was deleted; sign in again."));
    }

    private static bool IsOfAnotherAgent(HttpContext context, Caller caller) =>
        context.GetEndpoint()!.Metadata.GetMetadata<OwnAgentOnly>() is not null
        && context.GetRouteValue(OwnAgentOnly.RouteParameter) is string agentId && !caller.MayActAs(agentId);

    private ApiProblem? CheckOperator(HttpContext context)
    {
        if (options.CurrentValue.OperatorKey is not { Length: > 0 } expected)
            return new ApiProblem(ProblemCode.NotFound, "Tenants are managed here only where AgentMail:OperatorKey is set.");
        var given = BearerToken.Of(context.Request) ?? "";
        return CryptographicOperations.FixedTimeEquals(Digest(given), Digest(expected))
            ? null
            : Unauthenticated("Send the operator's key: Authorization: Bearer <AgentMail:OperatorKey>");
    }

    // Of equal length, whatever the keys' lengths are.
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ApiProblem Unauthenticated(string detail) => new(ProblemCode.Unauthenticated, detail);
}
