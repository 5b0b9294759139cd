using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Core.Audit;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Audit;

internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/audit", ListAuditEntries).WithTags(RouteTags.Audit).RequireRoles(Role.Admin).Answers(ProblemCode.Validation);

    /// <summary>Lists the changes of configuration, profiles and keys, the newest first: who, when, which members, never a value.</summary>
    private static async Task<Ok<Page<AuditEntryView>>> ListAuditEntries(
        AuditQuery query, PageRequest page, Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        var entries = await Matching(db, caller.TenantId, query).ToPageNewestFirstAsync(e => e.Id, page, ct);
        return TypedResults.Ok(entries.Select(AuditEntryView.Of));
    }

    private static IQueryable<AuditEntry> Matching(AgentMailDb db, string tenantId, AuditQuery query)
    {
        var entries = db.AuditEntries.Where(e => e.TenantId == tenantId);
        if (query.Resource is { } resource)
        {
            var below = resource + "/";
            entries = entries.Where(e => e.Resource == resource || e.Resource.StartsWith(below));
        }
        if (query.KeyId is { } keyId)
            entries = entries.Where(e => e.KeyId == keyId);
        if (query.Since is { } since)
            entries = entries.Where(e => e.At >= since);
        if (query.Until is { } until)
            entries = entries.Where(e => e.At < until);
        return entries;
    }
}
