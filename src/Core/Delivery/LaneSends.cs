using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>What lanes with a limit per minute have begun to send, so that the limit holds across workers. Other lanes leave no trace here.</summary>
public sealed class LaneSends(Database database, TimeProvider clock)
{
    /// <summary>The time that the limit is counted in.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>When attempts of the last minute began, whoever held the lane; oldest first.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> RecentAsync(string lane, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Minute;
        await using var db = database.Read();
        return await db.LaneSends.Where(s => s.Lane == lane && s.At > since).OrderBy(s => s.At).Select(s => s.At).ToListAsync(ct);
    }

    /// <summary>Removes what is older than a minute; returns how many.</summary>
    public Task<int> ForgetAsync(string lane, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Minute;
        return database.WriteAsync((tx, token) => tx.Db.LaneSends.Where(s => s.Lane == lane && s.At <= before).ExecuteDeleteAsync(token), ct);
    }
}
