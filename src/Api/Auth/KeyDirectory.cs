using System.Collections.Concurrent;
using AgentMail.Core.Secrets;
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

    public async ValueTask<Caller?> FindAsync(string token, CancellationToken ct) => (await FindKeyAsync(token, ct))?.Caller;

    /// <summary>The caller whose key a browser signed in with.</summary>
    public async ValueTask<Caller?> FindAsync(SessionTicket ticket, CancellationToken ct)
    {
        // No hash has a space.
        var found = await FindAsync($"{ticket.TenantId} {ticket.KeyId}", keys => keys.Where(k => k.TenantId == ticket.TenantId && k.Id == ticket.KeyId), ct);
        return found?.Ticket == ticket ? found.Caller : null;
    }

    /// <summary>What a browser that signs in with this key may keep.</summary>
    public async ValueTask<SessionTicket?> TicketAsync(string token, CancellationToken ct) => (await FindKeyAsync(token, ct))?.Ticket;

    /// <summary>Whether the key a caller came with is still there, asked anew: for what outlives the request that the key was read for.</summary>
    public async Task<bool> IsGoodAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        return await db.ApiKeys.AnyAsync(k => k.TenantId == caller.TenantId && k.Id == caller.KeyId && (k.ExpiresAt == null || k.ExpiresAt > now), ct);
    }

    /// <summary>Called after any change to keys, which then holds at once in this process.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _known.Clear();
    }

    private ValueTask<Remembered?> FindKeyAsync(string token, CancellationToken ct)
    {
        var hash = ApiKeyToken.Hash(token);
        return FindAsync(hash, keys => keys.Where(k => k.Hash == hash), ct);
    }

    private async ValueTask<Remembered?> FindAsync(string name, Func<IQueryable<ApiKey>, IQueryable<ApiKey>> named, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(name, out var found) || found.FreshUntil <= now)
            found = await LoadAsync(name, named, now, ct);
        return found is null || found.ExpiresAt <= now ? null : found;
    }

    private async Task<Remembered?> LoadAsync(string name, Func<IQueryable<ApiKey>, IQueryable<ApiKey>> named, DateTimeOffset now, CancellationToken ct)
    {
        var generation = Volatile.Read(ref _generation);
        await using var db = database.Read();
        var key = await named(db.ApiKeys).SingleOrDefaultAsync(ct);
        if (key is null)
        {
            _known.TryRemove(name, out _);
            return null;
        }
        var found = new Remembered(
            new Caller(key.TenantId, key.Id, key.Role, key.AgentId), new SessionTicket(key.TenantId, key.Id, key.CreatedAt), key.ExpiresAt, now + Freshness);
        if (_known.Count >= MaxRemembered)
            _known.Clear();
        _known[name] = found;
        // A key deleted while it was being read must not be remembered.
        if (generation != Volatile.Read(ref _generation))
            _known.TryRemove(name, out _);
        return found;
    }

    private sealed record Remembered(Caller Caller, SessionTicket Ticket, DateTimeOffset? ExpiresAt, DateTimeOffset FreshUntil);
}
