using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration;

/// <summary>Counts a tenant's changes.</summary>
internal static class ChangeCounter
{
    /// <summary>The next number. Takes the tenant's row lock: changes of one tenant happen one after the other, in whichever process.</summary>
    public static async Task<long> NextAsync(AgentMailDb db, string tenantId, CancellationToken ct)
    {
        await db.Tenants.Where(t => t.Id == tenantId).ExecuteUpdateAsync(s => s.SetProperty(t => t.ConfigCounter, t => t.ConfigCounter + 1), ct);
        return await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.ConfigCounter).SingleAsync(ct);
    }
}
