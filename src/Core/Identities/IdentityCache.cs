using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Caching.Hybrid;

namespace AgentMail.Core.Identities;

/// <summary>
/// Sending identities by version. The version is part of the key and is read from the database with each use, so an entry can be
/// missing but never stale: a password change holds for the very next send on every worker, and nothing needs to be invalidated.
/// Those who miss the same entry at the same time wait for one of them, who asks Redis, where there is one, and then the database.
/// </summary>
public sealed class IdentityCache
{
    private static readonly HybridCacheEntryOptions Lifetime = new() { Expiration = TimeSpan.FromMinutes(5) };

    private readonly HybridCache _memory;
    private readonly Database _database;
    private readonly IdentityMetrics _metrics;
    private readonly RedisIdentities? _redis;

    internal IdentityCache(HybridCache memory, Database database, IdentityMetrics metrics, RedisIdentities? redis) =>
        (_memory, _database, _metrics, _redis) = (memory, database, metrics, redis);

    /// <summary>Resolves a sender as it is configured now.</summary>
    public async Task<IdentityResolution> ResolveAsync(string tenantId, SenderKind kind, string id, CancellationToken ct)
    {
        await using var db = _database.Read();
        return await IdentityLoader.VersionAsync(db, tenantId, kind, id, ct) is { } version
            ? await ResolveAsync(tenantId, kind, id, version, ct)
            : await IdentityLoader.ResolveAsync(db, tenantId, kind, id, ct);
    }

    /// <summary>Resolves a sender whose version has just been read from the database.</summary>
    public async Task<IdentityResolution> ResolveAsync(string tenantId, SenderKind kind, string id, long version, CancellationToken ct)
    {
        var key = new IdentityKey(tenantId, kind, id, version);
        var source = IdentitySource.Memory;
        var identity = await _memory.GetOrCreateAsync(key.ToString(), FindAsync, Lifetime, cancellationToken: ct);
        _metrics.Found(source);
        if (identity is { } found && found.Version == version)
            return new IdentityResolution.Resolved(found);
        // A refusal is cached as null, and a change between the two reads gives an identity newer than its key: both are resolved afresh.
        await using var db = _database.Read();
        return await IdentityLoader.ResolveAsync(db, tenantId, kind, id, ct);

        async ValueTask<SendingIdentity?> FindAsync(CancellationToken token)
        {
            source = IdentitySource.Redis;
            if (_redis is not null && await _redis.FindAsync(key, token) is { } shared)
                return shared;
            source = IdentitySource.Database;
            var loaded = await LoadAsync(tenantId, kind, id, token);
            if (loaded is not null && _redis is not null)
                await _redis.KeepAsync(loaded, token);
            return loaded;
        }
    }

    /// <summary>Puts an identity in place before anyone asks for it.</summary>
    public async Task RefreshAsync(string tenantId, SenderKind kind, string id, CancellationToken ct)
    {
        if (await LoadAsync(tenantId, kind, id, ct) is not { } identity)
            return;
        await _memory.SetAsync(IdentityKey.Of(identity).ToString(), identity, Lifetime, cancellationToken: ct);
        if (_redis is not null)
            await _redis.KeepAsync(identity, ct);
    }

    private async Task<SendingIdentity?> LoadAsync(string tenantId, SenderKind kind, string id, CancellationToken ct)
    {
        await using var db = _database.Read();
        return await IdentityLoader.ResolveAsync(db, tenantId, kind, id, ct) is IdentityResolution.Resolved { Identity: var identity } ? identity : null;
    }
}
