using AgentMail.Core.Agents;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Emails;

/// <summary>Explains before sending: the plan that intake would store, with the reason for each part.</summary>
public sealed class EmailPreviewer(EmailPlanner planner, Database database)
{
    /// <summary>What a send of this request would come to, and why. Nothing is stored.</summary>
    public async Task<EmailPreview> PreviewAsync(SendRequest request, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = await planner.PlanAsync(request, now, ct);
        var dateFormat = await DateFormatAsync(request.TenantId, plan.Sender is { } sender ? sender.AgentId : request.Sender.AgentId, ct);
        return new(plan, dateFormat, PreviewReasons.Of(plan, dateFormat), await WarningsAsync(plan.Identity, now, ct));
    }

    private async Task<IReadOnlyList<EmailWarning>> WarningsAsync(SendingIdentity? identity, DateTimeOffset now, CancellationToken ct)
    {
        if (identity is null)
            return [];
        await using var db = database.Read();
        return (await AccountWarnings.OfAsync(db, identity.TenantId, now, ct)).Of(identity) is { } waits ? [.. identity.Warnings, waits] : identity.Warnings;
    }

    private async Task<EffectiveDateFormat> DateFormatAsync(string tenantId, string? agentId, CancellationToken ct)
    {
        await using var db = database.Read();
        var tenants = await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.DateFormat).SingleAsync(ct);
        var agents = agentId is null
            ? null
            : await db.Profiles.Where(p => p.TenantId == tenantId && p.AgentId == agentId).Select(p => p.DateFormat).SingleOrDefaultAsync(ct);
        return EffectiveDateFormat.Of(agents, tenants);
    }
}
