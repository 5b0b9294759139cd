using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Audit;

/// <summary>Who made a change, as the entry keeps it.</summary>
/// <param name="KeyId">The API key; empty where no tenant's key asked.</param>
/// <param name="KeyName">Its name at that time; empty when the key was deleted before its change was applied.</param>
/// <param name="Role">Its role.</param>
internal sealed record AuditActor(string KeyId, string KeyName, Role Role)
{
    /// <summary>Whoever runs the installation.</summary>
    public static AuditActor Operator { get; } = new("", "operator", Role.Admin);

    /// <summary>AgentMail itself, on an empty database.</summary>
    public static AuditActor FirstStart { get; } = new("", "first start", Role.Admin);

    /// <summary>AgentMail itself, because of what it was answered.</summary>
    public static AuditActor AgentMail { get; } = new("", "AgentMail", Role.Admin);

    public static async Task<AuditActor> OfKeyAsync(AgentMailDb db, string tenantId, string keyId, CancellationToken ct) =>
        await db.ApiKeys.Where(k => k.TenantId == tenantId && k.Id == keyId).Select(k => new AuditActor(k.Id, k.Name, k.Role)).SingleOrDefaultAsync(ct)
        ?? new(keyId, "", Role.Admin);
}
