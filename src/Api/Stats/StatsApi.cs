using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Core.Stats;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Stats;

internal static class StatsApi
{
    private static readonly TimeSpan DefaultSince = TimeSpan.FromHours(24);

    private static readonly ApiProblem NothingCounted = new(
        ProblemCode.Unavailable, "Nothing has been counted yet: a worker does that first when it starts. Ask again in a moment; if this stays, see that a worker runs.");

    public static void MapStats(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/stats").WithTags(RouteTags.Stats).RequireRoles(Role.Admin, Role.Sender, Role.Monitor).Answers(ProblemCode.Validation);
        group.MapGet("/", ReadStats);
        group.MapGet("/throughput", ReadThroughput);
    }

    /// <summary>Counts emails by status, server and sender.</summary>
    private static async Task<Results<Ok<StatsView>, ApiProblem>> ReadStats(StatsQuery query, Caller caller, StatsReader stats, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = Standing.HourOf(query.Since ?? now - DefaultSince);
        if (await stats.EmailsAsync(caller.TenantId, since, ct) is not { } counted)
            return NothingCounted;
        var oldest = await stats.OldestQueuedAsync(caller.TenantId, ct);
        return TypedResults.Ok(StatsView.Of(counted, since, now - oldest, await stats.UnaccountedAsync(caller.TenantId, ct)));
    }

    /// <summary>Counts what happened to emails, by the minute or by the hour.</summary>
    private static async Task<Results<Ok<ThroughputView>, ApiProblem>> ReadThroughput(ThroughputQuery query, Caller caller, StatsReader stats, CancellationToken ct) =>
        await stats.EventsAsync(caller.TenantId, query.Since, query.Step == ThroughputStep.Hour, ct) is { } counted
            ? TypedResults.Ok(ThroughputView.Of(counted, query.Since, query.Step))
            : NothingCounted;
}
