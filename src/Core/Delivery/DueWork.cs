using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>What a sweeper looks for: work that no ring told of.</summary>
public sealed class DueWork(Database database, TimeProvider clock)
{
    /// <summary>Lanes with emails due, or left in <c>sending</c> by a holder whose lease ran out.</summary>
    public async Task<IReadOnlyList<string>> LanesAsync(int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        return await db.Emails
            .Where(e => e.NextActionAt != null && e.NextActionAt <= now)
            .Where(e => !db.Lanes.Any(l => l.Key == e.Lane && l.Owner != null && l.LeaseUntil >= now))
            .Select(e => e.Lane).Distinct().Take(limit).ToListAsync(ct);
    }

    /// <summary>Puts held emails back in the queue whose identity has changed since they were held; returns how many.</summary>
    public Task<int> ReleaseHeldAsync(int limit, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var now = clock.GetUtcNow();
            var db = tx.Db;
            var changed = await db.Emails.AsTracking()
                .Where(e => e.Status == EmailStatus.Held)
                .Where(e => e.SenderKind == SenderKind.Agent
                    ? db.Agents.Any(a => a.TenantId == e.TenantId && a.Id == e.SenderId && a.IdentityVersion > e.ConfigVersion)
                    : db.Channels.Any(c => c.TenantId == e.TenantId && c.Id == e.SenderId && c.IdentityVersion > e.ConfigVersion))
                .OrderBy(e => e.Id).Take(limit).Include(e => e.Recipients.OrderBy(r => r.Ordinal)).ToListAsync(token);
            foreach (var email in changed)
            {
                email.MoveTo(EmailStatus.Queued, now);
                tx.Append(EmailEvents.Of(email, now));
            }
            await db.SaveChangesAsync(token);
            db.ChangeTracker.Clear();
            return changed.Count;
        }, ct);
}
