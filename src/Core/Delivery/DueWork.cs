using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>What a sweeper looks for: work that no ring told of.</summary>
public sealed class DueWork(Database database, TimeProvider clock)
{
    /// <summary>Lanes with emails due that are not slowed and that no other worker holds, and lanes of dead workers with emails left in <c>sending</c>.</summary>
    public Task<IReadOnlyList<string>> LanesAsync(string worker, int limit, CancellationToken ct) => LanesAsync(worker, mayTakeOver: true, limit, ct);

    /// <summary>The same.</summary>
    /// <param name="worker">Who looks.</param>
    /// <param name="mayTakeOver">Whether an expired lease of another worker counts as none.</param>
    /// <param name="limit">Most lanes at once.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<IReadOnlyList<string>> LanesAsync(string worker, bool mayTakeOver, int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        var held = db.Lanes.Where(l => l.Owner != null && (l.LeaseUntil >= now || (!mayTakeOver && l.Owner != worker)));
        var passed = db.Lanes.Where(l => l.SlowUntil > now || (l.Owner != null && l.Owner != worker && (l.LeaseUntil >= now || !mayTakeOver)));
        return await db.Emails
            .Where(e => e.NextActionAt != null && e.NextActionAt <= now)
            .Where(e => e.Status == EmailStatus.Sending ? !held.Any(l => l.Key == e.Lane) : !passed.Any(l => l.Key == e.Lane))
            .Select(e => e.Lane).Distinct().Take(limit).ToListAsync(ct);
    }

    /// <summary>Puts held emails back in the queue whose identity has changed, or gone, since they were held; returns how many.</summary>
    public Task<int> ReleaseHeldAsync(int limit, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            var now = clock.GetUtcNow();
            var changed = await ReleasableAsync(tx.Db, limit, token);
            foreach (var email in changed)
                await ReleaseAsync(tx, email, now, token);
            return changed.Count;
        }, ct);

    internal static Task<List<Email>> ReleasableAsync(AgentMailDb db, int limit, CancellationToken ct) => db.Emails.AsNoTracking()
        .Where(e => e.Status == EmailStatus.Held)
        .Where(e => e.SenderKind == SenderKind.Agent
            ? !db.Agents.Any(a => a.TenantId == e.TenantId && a.Id == e.SenderId && a.IdentityVersion <= e.ConfigVersion)
            : e.SenderKind == SenderKind.Channel
                ? !db.Channels.Any(c => c.TenantId == e.TenantId && c.Id == e.SenderId && c.IdentityVersion <= e.ConfigVersion)
                : !db.Servers.Any(s => s.TenantId == e.TenantId && s.IsDefault && s.Version <= e.ConfigVersion))
        .OrderBy(e => e.Id).Take(limit).Include(e => e.Recipients.OrderBy(r => r.Ordinal)).ToListAsync(ct);

    /// <summary>Releases one, unless another worker's sweep or a person who cancels was quicker: what is sent or cancelled by now stays so.</summary>
    internal static async Task<bool> ReleaseAsync(WriteTransaction tx, Email email, DateTimeOffset now, CancellationToken ct)
    {
        email.MoveTo(EmailStatus.Queued, now, now);
        var rows = await tx.Db.Emails.Where(e => e.Id == email.Id && e.Status == EmailStatus.Held)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, EmailStatus.Queued).SetProperty(e => e.NextActionAt, now), ct);
        if (rows == 0)
            return false;
        await RecipientWrites.SaveAsync(tx.Db, email, ct);
        tx.Append(EmailEvents.Of(email, now));
        return true;
    }
}
