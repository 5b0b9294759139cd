using System.Collections.Concurrent;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Auth;

/// <summary>Finds the caller behind a key. Remembers for a few seconds, which is how long a deleted key may live on in other processes.</summary>
internal sealed class KeyDirectory(Database database, TimeProvider clock)
{
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Remembered> _known = new();
    private int _generation;

    public async ValueTask<Caller?> FindAsync(string token, CancellationToken ct)
    {
        var hash = ApiKeyToken.Hash(token);
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(hash, out var found) || found.FreshUntil <= now)
            found = await LoadAsync(hash, now, ct);
        return found is null || found.ExpiresAt <= now ? null : found.Caller;
    }

    /// <summary>Called after any change to keys, which then holds at once in this process.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _known.Clear();
    }

    private async Task<Remembered?> LoadAsync(string hash, DateTimeOffset now, CancellationToken ct)
    {
        var generation = Volatile.Read(ref _generation);
        await using var db = database.Read();
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Hash == hash, ct);
        if (key is null)
        {
            _known.TryRemove(hash, out _);
            return null;
        }
        var found = new Remembered(new Caller(key.TenantId, key.Id, key.Role, key.AgentId), key.ExpiresAt, now + Freshness);
        if (_known.Count >= MaxRemembered)
            _known.Clear();
        _known[hash] = found;
        // A key deleted while it was being read must not be remembered.
        if (generation != Volatile.Read(ref _generation))
            _known.TryRemove(hash, out _);
        return found;
    }

    private sealed record Remembered(Caller Caller, DateTimeOffset? ExpiresAt, DateTimeOffset FreshUntil);
}
