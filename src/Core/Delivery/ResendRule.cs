using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>The tenant's setting <c>uncertain: resend</c>: what may have arrived goes out once more by itself, and says so (P2).</summary>
internal static class ResendRule
{
    /// <summary>Puts an uncertain email back in the queue where its tenant has it so, and tells of that after what has been told already.</summary>
    /// <returns>True where it did. The work may run more than once: it does so once.</returns>
    public static async Task<bool> ApplyAsync(WriteTransaction tx, Email email, DateTimeOffset now, CancellationToken ct)
    {
        if (!MayResend(email) || !await tx.Db.Tenants.AnyAsync(t => t.Id == email.TenantId && t.Uncertain == UncertainPolicy.Resend, ct))
            return false;
        email.MoveTo(EmailStatus.Queued, now, now, EmailMover.Itself, s => s == EmailStatus.Uncertain || EmailMoves.IsPending(s));
        email.WarnOfDuplicate();
        return true;
    }

    /// <summary>Only once: after that a person decides, as after a resend that a person asked for.</summary>
    public static bool MayResend(Email email) => email.Status == EmailStatus.Uncertain && !email.Warnings.Contains(EmailWarning.PossibleDuplicate);
}
