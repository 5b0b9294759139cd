using AgentMail.Core.Audit;
using AgentMail.Core.Configuration;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Tenants;

/// <summary>Adds and removes API keys, one change of a tenant after the other, and tells the audit trail.</summary>
public sealed class ApiKeyStore(Database database, TimeProvider clock)
{
    /// <summary>Stores a key; false when there is no agent such as it is bound to.</summary>
    /// <param name="key">The key.</param>
    /// <param name="createdBy">The key of the admin who asked.</param>
    /// <param name="ct">Gives up waiting.</param>
    public Task<bool> AddAsync(ApiKey key, string createdBy, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var (db, tenantId) = (tx.Db, key.TenantId);
            var change = await ChangeCounter.NextAsync(db, tenantId, token);
            if (key.AgentId is not null && !await db.Agents.AnyAsync(a => a.TenantId == tenantId && a.Id == key.AgentId, token))
                return false;
            // A commit whose answer was lost is repeated: the key is there by then.
            if (await db.ApiKeys.AnyAsync(k => k.TenantId == tenantId && k.Id == key.Id && k.Hash == key.Hash, token))
                return true;
            db.ApiKeys.Add(key);
            await SaveAsync(db, tenantId, createdBy, change, token);
            return true;
        }, ct);

    /// <summary>Removes a key, unless it is the last one that could make others.</summary>
    /// <param name="tenantId">Whose key.</param>
    /// <param name="id">Which.</param>
    /// <param name="removedBy">The key of the admin who asked.</param>
    /// <param name="ct">Gives up waiting.</param>
    public Task<ApiKeyRemoval> RemoveAsync(string tenantId, string id, string removedBy, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var (db, now) = (tx.Db, clock.GetUtcNow());
            var change = await ChangeCounter.NextAsync(db, tenantId, token);
            var keys = db.ApiKeys.Where(k => k.TenantId == tenantId);
            var admins = await keys.Where(k => k.Role == Role.Admin && (k.ExpiresAt == null || k.ExpiresAt > now)).Select(k => k.Id).Take(2).ToListAsync(token);
            if (admins is [var last] && last == id)
                return ApiKeyRemoval.LastAdmin;
            if (await keys.AsTracking().SingleOrDefaultAsync(k => k.Id == id, token) is not { } key)
                return ApiKeyRemoval.NotFound;
            db.ApiKeys.Remove(key);
            await SaveAsync(db, tenantId, removedBy, change, token);
            return ApiKeyRemoval.Removed;
        }, ct);

    private async Task SaveAsync(AgentMailDb db, string tenantId, string by, long change, CancellationToken ct)
    {
        new AuditTrail(db, tenantId, await AuditActor.OfKeyAsync(db, tenantId, by, ct), clock.GetUtcNow(), change).Record();
        await db.SaveChangesAsync(ct);
        // Other work of the same commit must not meet rows tracked here.
        db.ChangeTracker.Clear();
    }
}

/// <summary>What became of a removal.</summary>
public enum ApiKeyRemoval
{
    Removed,
    NotFound,

    /// <summary>Without it nobody could make another key, so it stays.</summary>
    LastAdmin,
}
