using AgentMail.Contracts.Commands;
using AgentMail.Core.Templates;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of notification templates.</summary>
internal static class TemplateChanges
{
    /// <summary>Templates one tenant may have.</summary>
    public const int MaxPerTenant = 500;

    public static async Task<ChangeOutcome> SaveAsync(SaveTemplate command, ChangeContext context, CancellationToken ct)
    {
        var template = await FindAsync(context, command.Id, ct);
        if (command.ExpectedVersion is { } expected && expected != (template?.Version ?? 0))
            return ChangeOutcome.Stale(template?.Version ?? 0);
        var created = template is null;
        if (template is null)
        {
            if (await context.Db.Templates.CountAsync(t => t.TenantId == context.TenantId, ct) >= MaxPerTenant)
                return ChangeOutcome.Conflict($"There are {MaxPerTenant} templates already; remove one first.");
            context.Db.Templates.Add(template = new() { TenantId = context.TenantId, Id = command.Id, Name = "", Subject = "", Description = "" });
        }
        template.Name = command.Name;
        template.Subject = command.Subject;
        template.Description = command.Description;
        template.Version = context.Version;
        return ChangeOutcome.Saved(created);
    }

    public static async Task<ChangeOutcome> RemoveAsync(RemoveTemplate command, ChangeContext context, CancellationToken ct)
    {
        var template = await FindAsync(context, command.Id, ct);
        if (template is null)
            return ChangeOutcome.NotFound($"template '{command.Id}'");
        if (command.ExpectedVersion is { } expected && expected != template.Version)
            return ChangeOutcome.Stale(template.Version);
        context.Db.Templates.Remove(template);
        return ChangeOutcome.Gone;
    }

    private static Task<Template?> FindAsync(ChangeContext context, string id, CancellationToken ct) =>
        context.Db.Templates.AsTracking().SingleOrDefaultAsync(t => t.TenantId == context.TenantId && t.Id == id, ct);
}
