using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Stats;

/// <summary>
/// Where emails stood at a place in the log. The log says so; where retention has removed what it said, such as of an email that was
/// scheduled for months, the counts themselves do: it is one of those of its sender and its hour that may move so.
/// </summary>
internal static class PastStandings
{
    /// <summary>Reads them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="first">Of each email, the first event after the place.</param>
    /// <param name="place">The place.</param>
    /// <param name="ct">Ends waiting.</param>
    public static async Task<Dictionary<string, Standing>> BeforeAsync(AgentMailDb db, IReadOnlyCollection<EventRow> first, long place, CancellationToken ct)
    {
        if (first.Count == 0)
            return [];
        var ids = first.Select(e => e.EmailId).ToList();
        var numbers = await LastEvents(db, ids, place).ToListAsync(ct);
        var found = numbers.Count == 0 ? [] : (await db.Events.Where(e => EF.Parameter(numbers).Contains(e.Number)).ToListAsync(ct))
            .Select(e => (e.EmailId, Standing: Standing.Of(e))).Where(e => e.Standing is not null).ToDictionary(e => e.EmailId!, e => e.Standing!, StringComparer.Ordinal);
        var lost = first.Where(e => !found.ContainsKey(e.EmailId!) && !Standing.IsOfAcceptance(e)).ToList();
        if (lost.Count > 0)
            await RecallAsync(db, lost, found, ct);
        return found;
    }

    /// <summary>The numbers of their last events up to a place.</summary>
    internal static IQueryable<long> LastEvents(AgentMailDb db, List<string?> ids, long place) =>
        db.Events.Where(e => EF.Parameter(ids).Contains(e.EmailId) && e.Number <= place).GroupBy(e => e.EmailId).Select(g => g.Max(e => e.Number));

    private static async Task RecallAsync(AgentMailDb db, List<EventRow> lost, Dictionary<string, Standing> found, CancellationToken ct)
    {
        var now = lost.Select(row => (row.EmailId, Standing: Standing.Of(row))).Where(e => e.Standing is not null).ToList();
        var (tenants, hours) = (now.Select(e => e.Standing!.TenantId).Distinct().ToList(), now.Select(e => e.Standing!.Hour).Distinct().ToList());
        var counted = await db.EmailCounts.Where(c => EF.Parameter(tenants).Contains(c.TenantId) && EF.Parameter(hours).Contains(c.Hour) && c.Count > 0).ToListAsync(ct);
        foreach (var (id, to) in now)
        {
            var from = counted
                .Where(c => c.Count > 0 && c.TenantId == to!.TenantId && c.Hour == to.Hour && c.SenderKind == to.SenderKind && c.SenderId == to.SenderId)
                .Where(c => EmailMoves.Allows(c.Status, to!.Status))
                .OrderByDescending(c => c.ServerId == to!.ServerId).ThenBy(c => c.Status).FirstOrDefault();
            if (from is null)
                continue;
            from.Count--;
            found[id!] = to! with { Status = from.Status, ServerId = from.ServerId };
        }
    }
}
