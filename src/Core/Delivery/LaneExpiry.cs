using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AgentMail.Core.Delivery;

/// <summary>Ends what has grown too old behind a slowed lane: nobody tried it, and it must not wait for ever (P1).</summary>
public sealed class LaneExpiry(Database database, DeliveryStore store, IOptions<RetryOptions> retry, TimeProvider clock)
{
    private const int Batch = 50;

    /// <summary>Fails the lane's due emails that are older than <see cref="RetryOptions.MaxAge"/>, with what slows the lane as the reason why.</summary>
    public async Task ExpireAsync(LaneLease lease, DeliveryError why, CancellationToken ct)
    {
        var expired = why with { Class = FailureClass.Permanent, Reason = FailureReason.Expired };
        while (await TooOldAsync(lease, ct) is { Count: > 0 } old)
        {
            var ended = await Task.WhenAll(old.Select(email => store.ParkAsync(email, EmailStatus.Failed, expired, email.ConfigVersion, lease, ct)));
            if (old.Count < Batch || !ended.Contains(true))
                return;
        }
    }

    private async Task<List<Email>> TooOldAsync(LaneLease lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var youngest = now - retry.Value.MaxAge;
        await using var db = database.Read();
        return await db.Emails
            .Where(e => e.Lane == lease.Lane && e.NextActionAt != null && e.NextActionAt <= now && e.Status != EmailStatus.Sending)
            .Where(e => (e.ScheduledAt ?? e.CreatedAt) < youngest)
            .OrderBy(e => e.NextActionAt).ThenBy(e => e.Id).Take(Batch)
            .Include(e => e.Recipients.OrderBy(r => r.Ordinal)).AsSingleQuery().ToListAsync(ct);
    }
}
