using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;
using AgentMail.Core.Tenants;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of a tenant's own settings.</summary>
internal static class TenantChanges
{
    public static async Task<ChangeOutcome> SaveAsync(SaveTenant command, ChangeContext context, CancellationToken ct)
    {
        var tenant = await context.Db.Tenants.AsTracking().SingleAsync(t => t.Id == context.TenantId, ct);
        if (command.ExpectedVersion is { } expected && expected != tenant.Version)
            return ChangeOutcome.Stale(tenant.Version);
        tenant.Name = command.Name;
        tenant.DateFormat = command.DateFormat;
        tenant.TimeZone = command.TimeZone;
        tenant.ContactAddress = command.ContactAddress;
        tenant.FailureNotices = command.FailureNotices;
        tenant.Uncertain = WireEnum<UncertainPolicy>.Parse(command.Uncertain);
        tenant.BodyDays = command.BodyDays;
        tenant.EventDays = command.EventDays;
        tenant.Version = context.Version;
        return ChangeOutcome.Saved(created: false);
    }
}
