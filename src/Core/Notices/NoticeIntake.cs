using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Notices;

/// <summary>Puts notices in the queue, as the contact centre itself: once per event, and once an hour per paused account.</summary>
public sealed class NoticeIntake(
    Database database, IdentityCache identities, IdempotencyRecords records, LaneBell bell, AgentMailMetrics metrics, TimeProvider clock, ILogger<NoticeIntake> log)
{
    // RFC 3834 §5: nothing answers it by itself.
    private static readonly KeyValuePair<string, string>[] Automatic = [new(Headers.AutoSubmitted, "auto-generated")];

    /// <summary>Stores the notice, unless it was told before or must not be told now.</summary>
    internal async Task AcceptAsync(Notice notice, CancellationToken ct)
    {
        // A caller's key holds no control character, so the two never meet.
        var claim = new IdempotencyClaim($"\u001fnotice/{notice.EventId}", notice.EventId);
        if (await records.FindAsync(notice.TenantId, claim, ct) is not null)
            return;
        var resolution = await identities.ResolveAsync(notice.TenantId, SenderKind.Tenant, notice.TenantId, ct);
        if (resolution is not IdentityResolution.Resolved { Identity: var identity })
        {
            log.LogWarning("Tenant {TenantId}: no notice of {EventId}, {Why}", notice.TenantId, notice.EventId, ((IdentityResolution.Refused)resolution).Detail);
            return;
        }
        var now = clock.GetUtcNow();
        var plan = Plan(notice, identity, now);
        await StoreAsync(EmailRow.Of(plan, now), plan.Message!.RawMime, notice, claim, now, ct);
    }

    private static EmailPlan Plan(Notice notice, SendingIdentity identity, DateTimeOffset now)
    {
        var draft = new EmailDraft { To = [new(EmailAddress.Parse(notice.To))], Subject = notice.Subject, Html = notice.Html, Headers = Automatic };
        var header = EmailSender.HeaderOf(identity);
        return new()
        {
            Request = new(notice.TenantId, new(null, null), null, draft, SignatureChoice.None, null),
            Draft = draft,
            Sender = new(SenderKind.Tenant, notice.TenantId, identity.Version, null, null),
            Identity = identity,
            Message = EmailComposer.Compose(draft, header, null, InternetMessageId.New(header.From), now),
            Problems = [],
        };
    }

    private async Task StoreAsync(Email email, byte[] rawMime, Notice notice, IdempotencyClaim claim, DateTimeOffset now, CancellationToken ct)
    {
        var queued = EmailEvents.Of(email, now);
        var stored = false;
        try
        {
            stored = await database.WriteAsync(
                async (tx, token) =>
                {
                    if (notice.PausedLane is { } lane && !await MayTellAsync(tx.Db, lane, now, token))
                        return false;
                    AcceptedEmail.Add(tx, email, rawMime, claim, queued);
                    return true;
                }, ct);
        }
        catch (Exception error) when (database.IsDuplicateKey(error))
        {
            // Told already, by a worker that was quicker or by a commit whose answer was lost.
        }
        if (!stored)
            return;
        metrics.Accepted();
        bell.Ring(email.Lane);
    }

    private static async Task<bool> MayTellAsync(AgentMailDb db, string lane, DateTimeOffset now, CancellationToken ct)
    {
        var last = NoticePolicy.LastBefore(now);
        return await db.Lanes.Where(l => l.Key == lane && (l.PauseNoticeAt == null || l.PauseNoticeAt <= last))
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.PauseNoticeAt, now), ct) == 1;
    }
}
