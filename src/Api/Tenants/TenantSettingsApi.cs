using AgentMail.Api.Auth;
using AgentMail.Api.Changes;
using AgentMail.Api.Json;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Agents;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Tenants;

/// <summary>The caller's own tenant.</summary>
internal static class TenantSettingsApi
{
    public static void MapTenantSettings(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/tenant").WithTags(RouteTags.Tenant).RequireRoles(Role.Admin);
        group.MapGet("/", GetTenant);
        group.MapPut("/", PutTenant).WithExample(TenantExamples.PutSettings).Answers(ProblemCode.PreconditionFailed);
    }

    /// <summary>Reads the tenant's settings.</summary>
    private static async Task<Results<Read<TenantSettingsView>, ApiProblem>> GetTenant(Caller caller, Database database, CancellationToken ct) =>
        await FindAsync(caller, database, ct) is { } view ? new Read<TenantSettingsView>(view) : ApiProblem.NotFound("tenant any more");

    /// <summary>Replaces the tenant's settings.</summary>
    private static async Task<Results<Saved<TenantSettingsView>, Pending, ApiProblem>> PutTenant(
        JsonBody<TenantSettingsRequest> body, Caller caller, Change change, Database database)
    {
        var errors = new ValidationErrors();
        var command = ToCommand(body.Value, change.ExpectedVersion, errors);
        return errors.IsEmpty
            ? await change.SaveAsync(command, ct => FindAsync(caller, database, ct))
            : ApiProblem.Invalid(errors.Items);
    }

    private static SaveTenant ToCommand(TenantSettingsRequest request, long? expectedVersion, ValidationErrors errors)
    {
        if (request.DateFormat is { } format && !DateFormats.All.Contains(format))
            errors.Add("/dateFormat", FieldCodes.NotAllowed, "Choose one of GET /v1/date-formats.");
        var zone = request.TimeZone ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId)
            errors.Add("/timeZone", FieldCodes.NotAllowed, "Give an IANA time zone, such as Europe/Berlin.");
        return new SaveTenant(
            errors.SenderName("/name", request.Name), request.DateFormat, zone, errors.OptionalAddress("/contactAddress", request.ContactAddress),
            request.FailureNotices ?? false, WireEnum<UncertainPolicy>.Name(request.Uncertain ?? UncertainPolicy.Hold),
            errors.Whole("/retention/bodyDays", request.Retention?.BodyDays, 1, TenantDefaults.MaxDays, TenantDefaults.BodyDays),
            errors.Whole("/retention/eventDays", request.Retention?.EventDays, 1, TenantDefaults.MaxDays, TenantDefaults.EventDays), expectedVersion);
    }

    private static async Task<TenantSettingsView?> FindAsync(Caller caller, Database database, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Tenants.SingleOrDefaultAsync(t => t.Id == caller.TenantId, ct) is { } tenant ? TenantSettingsView.Of(tenant) : null;
    }
}
