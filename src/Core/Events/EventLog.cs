using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Events;

/// <summary>The durable log, read in the order in which things happened.</summary>
public sealed class EventLog(Database database)
{
    /// <summary>Events of all tenants after <paramref name="number"/>.</summary>
    public async Task<IReadOnlyList<EventRow>> AfterAsync(long number, int limit, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Events.Where(e => e.Number > number).OrderBy(e => e.Number).Take(limit).ToListAsync(ct);
    }

    /// <summary>Number of the last event; 0 in an empty log.</summary>
    public async Task<long> LastAsync(CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.EventCounters.Select(c => c.Last).SingleAsync(ct);
    }
}
