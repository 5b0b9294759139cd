using AgentMail.Core.Emails;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using Microsoft.Extensions.Caching.Hybrid;

namespace AgentMail.Core.Identities;

/// <summary>
/// Sending identities by version. The version is part of the key and is read from the database with each use, so an entry can be
/// missing but never stale: a password change holds for the very next send on every worker, and nothing needs to be invalidated.
/// </summary>
public sealed class IdentityCache(HybridCache cache, Database database)
{
    private static readonly HybridCacheEntryOptions Lifetime = new() { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromMinutes(5) };

    /// <summary>Resolves a sender as it is configured now.</summary>
    public async Task<IdentityResolution> ResolveAsync(string tenantId, SenderKind kind, string id, CancellationToken ct)
    {
        await using var db = database.Read();
        return await IdentityLoader.VersionAsync(db, tenantId, kind, id, ct) is { } version
            ? await ResolveAsync(tenantId, kind, id, version, ct)
            : await IdentityLoader.ResolveAsync(db, tenantId, kind, id, ct);
    }

    /// <summary>Resolves a sender whose version has just been read from the database.</summary>
    public async Task<IdentityResolution> ResolveAsync(string tenantId, SenderKind kind, string id, long version, CancellationToken ct)
    {
        var identity = await cache.GetOrCreateAsync(Key(tenantId, kind, id, version), (tenantId, kind, id), LoadAsync, Lifetime, cancellationToken: ct);
        if (identity is { } found && found.Version == version)
            return new IdentityResolution.Resolved(found);
        // A refusal is cached as null, and a change between the two reads gives an identity newer than its key: both are resolved afresh.
        await using var db = database.Read();
        return await IdentityLoader.ResolveAsync(db, tenantId, kind, id, ct);
    }

    /// <summary>Puts an identity in place before anyone asks for it.</summary>
    public async Task RefreshAsync(string tenantId, SenderKind kind, string id, CancellationToken ct)
    {
        await using var db = database.Read();
        if (await IdentityLoader.ResolveAsync(db, tenantId, kind, id, ct) is IdentityResolution.Resolved { Identity: var identity })
            await cache.SetAsync(Key(tenantId, kind, id, identity.Version), identity, Lifetime, cancellationToken: ct);
    }

    private async ValueTask<SendingIdentity?> LoadAsync((string TenantId, SenderKind Kind, string Id) sender, CancellationToken ct)
    {
        await using var db = database.Read();
        return await IdentityLoader.ResolveAsync(db, sender.TenantId, sender.Kind, sender.Id, ct) is IdentityResolution.Resolved { Identity: var identity } ? identity : null;
    }

    private static string Key(string tenantId, SenderKind kind, string id, long version) =>
        $"agentmail:identity:{SendingIdentity.Shape}:{tenantId}:{WireEnum<SenderKind>.Name(kind)}:{id}:{version}";
}
