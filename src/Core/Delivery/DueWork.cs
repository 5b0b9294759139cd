using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>What a sweeper looks for: work that no ring told of.</summary>
public sealed class DueWork(Database database, TimeProvider clock)
{
    /// <summary>Lanes with emails due that no other worker holds, and lanes of dead workers with emails left in <c>sending</c>.</summary>
    public async Task<IReadOnlyList<string>> LanesAsync(string worker, int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var held = db.Lanes.Where(l => l.Owner != null && l.LeaseUntil >= now);
        return await db.Emails
            .Where(e => e.NextActionAt != null && e.NextActionAt <= now)
            .Where(e => e.Status == EmailStatus.Sending ? !held.Any(l => l.Key == e.Lane) : !held.Any(l => l.Key == e.Lane && l.Owner != worker))
            .Select(e => e.Lane).Distinct().Take(limit).ToListAsync(ct);
    }

    /// <summary>Puts held emails back in the queue whose identity has changed, or gone, since they were held; returns how many.</summary>
    public Task<int> ReleaseHeldAsync(int limit, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var now = clock.GetUtcNow();
            var db = tx.Db;
            var changed = await db.Emails.AsTracking()
                .Where(e => e.Status == EmailStatus.Held)
                .Where(e => e.SenderKind == SenderKind.Agent
                    ? !db.Agents.Any(a => a.TenantId == e.TenantId && a.Id == e.SenderId && a.IdentityVersion <= e.ConfigVersion)
                    : !db.Channels.Any(c => c.TenantId == e.TenantId && c.Id == e.SenderId && c.IdentityVersion <= e.ConfigVersion))
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
