using AgentMail.Core.Events;
using AgentMail.Core.Storage;

namespace AgentMail.Core.Stats;

/// <summary>
/// Keeps the counts in step with the log. What was counted and how far the log was read are written in one commit, so that nothing
/// counts twice and nothing is left out, wherever a process dies.
/// </summary>
public sealed class StatsLedger(Database database)
{
    /// <summary>Names the place in the log up to which everything is counted.</summary>
    public const string Name = "stats";

    private readonly RecentStandings _recent = new();

    /// <summary>Counts events, and gives what is to be written in the commit that moves the place on.</summary>
    /// <param name="place">The place so far.</param>
    /// <param name="events">What comes after it, all of it up to the last.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<Func<WriteTransaction, CancellationToken, Task>> CountAsync(long place, IReadOnlyList<EventRow> events, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(events);
        _recent.Require(place);
        var unknown = events.Where(e => e.EmailId is { } id && Standing.StatusOf(e.Type) is not null && _recent.Find(id) is null).DistinctBy(e => e.EmailId).ToList();
        await using var db = database.Read();
        var past = await PastStandings.BeforeAsync(db, unknown, place, ct);
        var tally = Tally.Of(events, id => _recent.Find(id) ?? past.GetValueOrDefault(id));
        // Should the commit fail, the same place comes again, and this is forgotten.
        _recent.Follow(tally.Last, events[^1].Number);
        return (tx, token) => CountWrites.SaveAsync(tx.Db, tally, token);
    }
}
