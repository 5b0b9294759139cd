using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>What lanes with a limit per minute have begun to send, so that the limit holds across workers. Other lanes leave no trace here.</summary>
public sealed class LaneSends(Database database, TimeProvider clock)
{
    /// <summary>The time that the limit is counted in.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What the clocks of two workers may differ by.</summary>
    public static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(1);

    /// <summary>When attempts of the last minute ended, or began where the end is not known, whoever held the lane; oldest first.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> RecentAsync(string lane, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Minute - ClocksDiffer;
        await using var db = database.Read();
        return await db.LaneSends.Where(s => s.Lane == lane && s.At > since).OrderBy(s => s.At).Select(s => s.At).ToListAsync(ct);
    }

    /// <summary>
    /// Notes the end of an attempt: by the server's clock its message may have come in as late as this. The email's last row is that of
    /// this attempt, because an email has one at a time.
    /// </summary>
    internal static Task EndAsync(AgentMailDb db, LaneLease lease, string emailId, DateTimeOffset now, CancellationToken ct)
    {
        var counted = db.LaneSends.Where(s => s.Lane == lease.Lane && s.EmailId == emailId);
        return counted.Where(s => s.At == counted.Max(c => c.At)).ExecuteUpdateAsync(s => s.SetProperty(x => x.At, now), ct);
    }

    /// <summary>Removes what is older than a minute; returns how many.</summary>
    public Task<int> ForgetAsync(string lane, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Minute - ClocksDiffer;
        return database.WriteAsync((tx, token) => tx.Db.LaneSends.Where(s => s.Lane == lane && s.At <= before).ExecuteDeleteAsync(token), ct);
    }
}
