using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>
/// What a dead worker left in <c>sending</c>. Before the mark nothing of the body went out: it is tried again. After it nobody can
/// know: it is uncertain, and sent again by itself only where the tenant has it so.
/// </summary>
public sealed class CrashRecovery(Database database, TimeProvider clock)
{
    /// <summary>An email whose sending killed the process this often is given up.</summary>
    public const int MaxCrashes = 3;

    private const int Batch = 200;

    /// <summary>Settles what earlier holders of the lane left behind.</summary>
    public async Task RecoverAsync(LaneLease lease, CancellationToken ct)
    {
        while (await database.WriteAsync((tx, token) => RecoverBatchAsync(tx, lease, token), ct) == Batch)
        {
        }
    }

    private async Task<int> RecoverBatchAsync(WriteTransaction tx, LaneLease lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var left = await tx.Db.Emails.AsTracking()
            .Where(e => e.Lane == lease.Lane && e.Status == EmailStatus.Sending && e.NextActionAt != null && e.Fence < lease.Fence)
            .OrderBy(e => e.Id).Take(Batch).Include(e => e.Recipients.OrderBy(r => r.Ordinal)).ToListAsync(ct);
        foreach (var email in left)
        {
            Settle(email, now);
            email.Fence = lease.Fence;
            tx.Append(EmailEvents.Of(email, now));
            if (await ResendRule.ApplyAsync(tx, email, now, ct))
                tx.Append(EmailEvents.Of(email, now));
        }
        await tx.Db.SaveChangesAsync(ct);
        tx.Db.ChangeTracker.Clear();
        return left.Count;
    }

    private static void Settle(Email email, DateTimeOffset now)
    {
        email.Crashes++;
        email.Recipients.ForEach(r => r.Follow(email));
        if (email.EnteredDataAt is not null)
        {
            email.LastError = new(FailureClass.Uncertain, FailureReason.OutcomeUnknown, SmtpStage.Data, null,
                "The worker stopped while the message was going out; ask the recipient or the server's log, then resolve it as sent or resend it.");
            email.MoveTo(EmailStatus.Uncertain, nextActionAt: null, now);
        }
        else if (email.Crashes >= MaxCrashes)
        {
            email.LastError = new(FailureClass.Permanent, FailureReason.CrashedRepeatedly, null, null,
                "The worker stopped three times while it began to send this message; send it again with less in it, and report it.");
            email.MoveTo(EmailStatus.Failed, nextActionAt: null, now);
        }
        else
        {
            email.MoveTo(EmailStatus.Queued, now, now);
        }
    }
}
