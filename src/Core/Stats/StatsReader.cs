using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Stats;

/// <summary>
/// Reads the counts of a tenant. What they say is true as of the place of the sink that keeps them; what the log has after it is added
/// here, as far as that is little.
/// </summary>
public sealed class StatsReader(Database database, TimeProvider clock)
{
    /// <summary>Most events after the sink's place that are added to an answer.</summary>
    public const int LongestTail = 1000;

    // What waits for longest stands at the beginning, whatever the time from which it could be sent.
    private const int OldestOf = 1000;

    // There are none; should there be any, nobody needs to know how many thousands.
    private const int MostUnaccounted = 10_000;

    /// <summary>The emails accepted since an hour, by what became of them, and whatever still waits; null while nothing was ever counted.</summary>
    public async Task<CountedEmails?> EmailsAsync(string tenantId, DateTimeOffset since, CancellationToken ct)
    {
        await using var db = database.Read();
        var rows = await CountsAsync(db, tenantId, since, ct);
        if (rows is not [{ Number: var place }, ..])
            return null;
        var sums = new Dictionary<CountedGroup, long>();
        foreach (var row in rows.Where(r => r.Status is not null))
            sums.Add(GroupOf(row), row.Count!.Value);
        var tail = await db.Events.Where(e => e.TenantId == tenantId && e.Number > place).OrderBy(e => e.Number).Take(LongestTail + 1).ToListAsync(ct);
        var isWhole = tail.Count <= LongestTail;
        if (!isWhole)
            tail.RemoveAt(LongestTail);
        await AddAsync(db, sums, tail, place, since, ct);
        return new(
            tail is [.., var last] ? last.Number : place, isWhole ? clock.GetUtcNow() : tail[^1].Timestamp,
            [.. sums.Where(s => s.Value > 0).Select(s => new CountedGroupOf(s.Key, s.Value))]);
    }

    /// <summary>Since when the email waits that is queued for longest, of the <see cref="OldestOf"/> accepted first; null when none is.</summary>
    public async Task<DateTimeOffset?> OldestQueuedAsync(string tenantId, CancellationToken ct)
    {
        await using var db = database.Read();
        var waiting = await StatsQueries.Queued(db, tenantId).Take(OldestOf).Select(e => e.ScheduledAt ?? e.CreatedAt).ToListAsync(ct);
        return waiting.Count == 0 ? null : waiting.Min();
    }

    /// <summary>Emails of the tenant that nobody will act on and no state explains, among the first 10,000 of all tenants: must be 0.</summary>
    public async Task<int> UnaccountedAsync(string tenantId, CancellationToken ct)
    {
        await using var db = database.Read();
        return (await StatsQueries.Unaccounted(db).Take(MostUnaccounted).ToListAsync(ct)).Count(id => id == tenantId);
    }

    /// <summary>Events about emails, by status and minute or hour.</summary>
    public async Task<CountedEvents?> EventsAsync(string tenantId, DateTimeOffset since, bool byHour, CancellationToken ct)
    {
        await using var db = database.Read();
        var rows = await db.Database.SqlQueryRaw<EventCountRow>(StatsQueries.EventsSql(byHour), tenantId, Microseconds(since)).ToListAsync(ct);
        if (rows is not [{ Number: var place }, ..])
            return null;
        var counted = rows.Where(r => r.Type is not null && Standing.StatusOf(r.Type) is not null)
            .Select(r => (At: DateTimeOffset.FromUnixTimeMilliseconds(r.At!.Value / 1000), Status: Standing.StatusOf(r.Type!)!.Value, Count: r.Count!.Value));
        return new(place, [.. counted.GroupBy(r => r.At).OrderBy(g => g.Key).Select(g => new CountedStep(g.Key, g.ToDictionary(r => r.Status, r => r.Count)))]);
    }

    private static Task<List<EmailCountRow>> CountsAsync(AgentMailDb db, string tenantId, DateTimeOffset since, CancellationToken ct) =>
        db.Database.SqlQueryRaw<EmailCountRow>(StatsQueries.EmailsSql, tenantId, Microseconds(since)).ToListAsync(ct);

    private static async Task AddAsync(AgentMailDb db, Dictionary<CountedGroup, long> sums, List<EventRow> tail, long place, DateTimeOffset since, CancellationToken ct)
    {
        var first = tail.Where(e => e.EmailId is not null && Standing.StatusOf(e.Type) is not null).DistinctBy(e => e.EmailId).ToList();
        var past = await PastStandings.BeforeAsync(db, first, place, ct);
        foreach (var (at, by) in Tally.Of(tail, past.GetValueOrDefault).Emails.Where(c => c.Key.Hour >= since || !EmailMoves.IsFinal(c.Key.Status)))
        {
            var group = new CountedGroup(at.Status, at.ServerId, at.SenderKind, at.SenderId);
            sums[group] = sums.GetValueOrDefault(group) + by;
        }
    }

    private static CountedGroup GroupOf(EmailCountRow row) =>
        new(WireEnum<EmailStatus>.Parse(row.Status!), row.ServerId!, WireEnum<SenderKind>.Parse(row.SenderKind!), row.SenderId!);

    private static long Microseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * 1000;
}
