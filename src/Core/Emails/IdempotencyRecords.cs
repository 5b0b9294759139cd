using AgentMail.Core.Events;
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
        return new IntakeResult.Accepted(email, Replayed: true) { FirstStatus = await FirstStatusAsync(db, email, ct) };
    }

    /// <summary>Lets the key live as long as the email's new time asks for.</summary>
    /// <param name="db">Of the transaction that moves the email.</param>
    /// <param name="email">With its new time.</param>
    /// <param name="dueBefore">Its <see cref="Email.DueSince"/> before: an index finds the record by it.</param>
    /// <param name="ct">Ends waiting.</param>
    internal static async Task FollowAsync(AgentMailDb db, Email email, DateTimeOffset dueBefore, CancellationToken ct)
    {
        var (before, after) = (dueBefore + Lifetime, email.DueSince + Lifetime);
        if (before != after)
            await db.IdempotencyRecords.Where(r => r.ExpiresAt == before && r.TenantId == email.TenantId && r.EmailId == email.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.ExpiresAt, after), ct);
    }

    internal static IdempotencyRecord New(Email email, IdempotencyClaim claim) => new()
    {
        TenantId = email.TenantId,
        Key = claim.Key,
        RequestHash = claim.RequestHash,
        EmailId = email.Id,
        ExpiresAt = email.DueSince + Lifetime,
    };

    // The first answer is repeated, whatever people did to the email since. Its first event may be gone with its time of retention.
    private static async Task<EmailStatus> FirstStatusAsync(AgentMailDb db, Email email, CancellationToken ct)
    {
        if (email.ScheduledAt is null)
            return EmailStatus.Queued;
        var first = await db.Events.Where(e => e.EmailId == email.Id).OrderBy(e => e.Number).Select(e => e.Type).FirstOrDefaultAsync(ct);
        return first == EventTypes.Email(EmailStatus.Queued) ? EmailStatus.Queued : EmailStatus.Scheduled;
    }

    private Task ForgetAsync(IdempotencyRecord record, CancellationToken ct) => database.WriteAsync(
        (tx, token) => tx.Db.IdempotencyRecords
            .Where(r => r.TenantId == record.TenantId && r.Key == record.Key && r.ExpiresAt == record.ExpiresAt).ExecuteDeleteAsync(token), ct);
}
