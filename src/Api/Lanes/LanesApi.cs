using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Core.Delivery;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Lanes;

internal static class LanesApi
{
    public static void MapLanes(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/lanes", ListLanes).WithTags(RouteTags.Stats).RequireRoles(Role.Admin, Role.Monitor).Answers(ProblemCode.Validation);

    /// <summary>Lists lanes: which are slowed or paused, why, and what waits for them. With a state, a page may be shorter than asked for and still have a next one.</summary>
    private static async Task<Ok<Page<LaneModel>>> ListLanes(LaneQuery query, Caller caller, LaneOverview lanes, CancellationToken ct)
    {
        var (found, next) = await lanes.ReadAsync(caller.TenantId, query.State, query.After, query.Limit, ct);
        return TypedResults.Ok(new Page<LaneModel>([.. found.Select(LaneModel.Of)], next));
    }
}
