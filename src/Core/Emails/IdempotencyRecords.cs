using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Emails;

/// <summary>Keyed requests that were accepted.</summary>
public sealed class IdempotencyRecords(Database database, TimeProvider clock)
{
    /// <summary>How long a key is kept after the request, or after the email's scheduled time.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The answer to give again, or the refusal of a key that came with another body; null when the key is new.</summary>
    public async Task<IntakeResult?> FindAsync(string tenantId, IdempotencyClaim claim, CancellationToken ct)
    {
        await using var db = database.Read();
        var record = await db.IdempotencyRecords.SingleOrDefaultAsync(r => r.TenantId == tenantId && r.Key == claim.Key, ct);
        if (record is null)
            return null;
        if (record.ExpiresAt <= clock.GetUtcNow())
        {
            await ForgetAsync(record, ct);
            return null;
        }
        if (record.RequestHash != claim.RequestHash)
            return IntakeRefusals.KeyReused();
        var email = await db.Emails.Include(e => e.Recipients.OrderBy(r => r.Ordinal)).SingleAsync(e => e.Id == record.EmailId, ct);
        return new IntakeResult.Accepted(email, Replayed: true);
    }

    internal static IdempotencyRecord New(Email email, IdempotencyClaim claim) => new()
    {
        TenantId = email.TenantId,
        Key = claim.Key,
        RequestHash = claim.RequestHash,
        EmailId = email.Id,
        ExpiresAt = (email.ScheduledAt ?? email.CreatedAt) + Lifetime,
    };

    private Task ForgetAsync(IdempotencyRecord record, CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.IdempotencyRecords
            .Where(r => r.TenantId == record.TenantId && r.Key == record.Key && r.ExpiresAt == record.ExpiresAt).ExecuteDeleteAsync(token), ct);
}
