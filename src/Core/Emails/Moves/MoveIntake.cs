using AgentMail.Core.Delivery;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Emails.Moves;

/// <summary>
/// Does what people ask to be done with accepted emails. Between them and a worker the row decides: either the move is written or the
/// attempt is begun, and whoever comes second sees how it stands.
/// </summary>
public sealed class MoveIntake(Database database, LaneBell bell, TimeProvider clock)
{
    /// <summary>Moves the email and tells of it in one commit, then rings.</summary>
    /// <exception cref="DatabaseUnavailableException">It is not known whether anything was changed; the email says so.</exception>
    public async Task<MoveResult> MoveAsync(MoveRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = clock.GetUtcNow();
        MoveResult? result;
        do
        {
            result = await database.WriteAsync((tx, token) => TryAsync(tx, request, now, token), ct);
        }
        while (result is null);
        if (result is MoveResult.Moved { Email: { Status: EmailStatus.Queued, Lane: var lane } })
            bell.Ring(lane);
        return result;
    }

    /// <summary>Null when somebody else moved the email between the look and the write: it stands otherwise by now.</summary>
    internal static async Task<MoveResult?> TryAsync(WriteTransaction tx, MoveRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var email = await tx.Db.Emails.AsNoTracking().Include(e => e.Recipients.OrderBy(r => r.Ordinal)).AsSingleQuery()
            .SingleOrDefaultAsync(e => e.TenantId == request.TenantId && e.Id == request.EmailId, ct);
        if (email is null)
            return MoveRefusals.NotFound;
        if (MovePolicy.Refuse(email, request) is { } refusal)
            return await WasDoneAsync(tx.Db, request, now, ct) ? new MoveResult.Moved(email) : refusal;
        if (MovePolicy.NeedsBody(request.By.Action) && !await tx.Db.Bodies.AnyAsync(b => b.EmailId == email.Id, ct))
            return MoveRefusals.BodyGone;
        var (was, attempt, dueBefore) = (email.Status, email.Attempt, email.DueSince);
        MovePolicy.Apply(email, request, now);
        if (!await SaveAsync(tx.Db, email, was, attempt, ct))
            return null;
        await IdempotencyRecords.FollowAsync(tx.Db, email, dueBefore, ct);
        tx.Append(EmailEvents.Of(email, now, by: request.By));
        return new MoveResult.Moved(email);
    }

    // Status and attempt together name what was read: recipients change with an attempt or a move, and only behind this row. So does
    // the message, which retention may have removed since.
    internal static async Task<bool> SaveAsync(AgentMailDb db, Email email, EmailStatus was, int attempt, CancellationToken ct)
    {
        var rows = await db.Emails.Where(e => e.Id == email.Id && e.Status == was && e.Attempt == attempt && e.BodyRemovedAt == email.BodyRemovedAt).ExecuteUpdateAsync(s => s
            .SetProperty(e => e.Status, email.Status).SetProperty(e => e.NextActionAt, email.NextActionAt).SetProperty(e => e.ScheduledAt, email.ScheduledAt)
            .SetProperty(e => e.SentAt, email.SentAt).SetProperty(e => e.Crashes, email.Crashes).SetProperty(e => e.LastError, email.LastError)
            .SetProperty(e => e.Warnings, email.Warnings).SetProperty(e => e.SettledAt, email.SettledAt).SetProperty(e => e.AttemptsForgiven, email.AttemptsForgiven), ct);
        if (rows == 0)
            return false;
        await RecipientWrites.SaveAsync(db, email, ct);
        return true;
    }

    // A commit whose answer was lost is repeated: what it did the first time is what was asked for.
    private static Task<bool> WasDoneAsync(AgentMailDb db, MoveRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var key = $"\"keyId\":\"{request.By.KeyId}\"";
        return db.Events.AnyAsync(e => e.EmailId == request.EmailId && e.Timestamp == now && e.Data.Contains(key), ct);
    }
}
