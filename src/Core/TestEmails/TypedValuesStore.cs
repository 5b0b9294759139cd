using System.Security.Cryptography;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.TestEmails;

/// <summary>
/// Keeps what was typed for a test, sealed, until a worker takes it: once, because only one worker runs the test. The bus carries the id.
/// </summary>
public sealed class TypedValuesStore(Database database, TypedSealer sealer, TimeProvider clock)
{
    private const string Prefix = "tv_";

    /// <summary>Stores it for a test of this subject; null where nothing was typed.</summary>
    public async Task<string?> PutAsync(string tenantId, TestSubjectKind subject, string id, TypedValues typed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (typed.IsEmpty)
            return null;
        var row = new TypedValuesRow
        {
            Id = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Sealed = sealer.Seal(tenantId, TestSubject.Name(subject, id), typed),
            ExpiresAt = clock.GetUtcNow() + TypedSealer.Lifetime,
        };
        await database.WriteAsync((tx, _) => { tx.Db.TypedValues.Add(row); return Task.CompletedTask; }, ct);
        return row.Id;
    }

    /// <summary>Takes what was typed for this test, and removes it; null when it is gone, too old, or was typed for something else.</summary>
    public async Task<TypedValues?> TakeAsync(RunTestEmail test, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.TypedId is not { } typedId)
            return TypedValues.None;
        await using var db = database.Read();
        var stored = await db.TypedValues.Where(v => v.Id == typedId).Select(v => v.Sealed).SingleOrDefaultAsync(ct);
        if (stored is null || !await RemoveAsync(typedId, ct))
            return null;
        return sealer.TryOpen(test.TenantId, TestSubject.Name(test.Subject, test.Id), stored);
    }

    /// <summary>Removes what no test took in time; how many.</summary>
    public async Task<int> RemoveExpiredAsync(int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var expired = await db.TypedValues.Where(v => v.ExpiresAt < now).Select(v => v.Id).Take(limit).ToListAsync(ct);
        return expired.Count == 0 ? 0 : await database.WriteAsync((tx, token) => tx.Db.TypedValues.Where(v => expired.Contains(v.Id)).ExecuteDeleteAsync(token), ct);
    }

    // Whoever removes it has it: a message that came twice runs no second test.
    private async Task<bool> RemoveAsync(string typedId, CancellationToken ct) =>
        await database.WriteAsync((tx, token) => tx.Db.TypedValues.Where(v => v.Id == typedId).ExecuteDeleteAsync(token), ct) > 0;
}
