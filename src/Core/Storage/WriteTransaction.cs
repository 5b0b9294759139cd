using AgentMail.Core.Events;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Storage;

/// <summary>What one unit of work may do: change rows, and tell of it in the same commit.</summary>
public sealed class WriteTransaction(AgentMailDb db)
{
    private const int CounterId = 1;

    private readonly List<EventDraft> _drafts = [];

    /// <summary>The context of the transaction under way.</summary>
    public AgentMailDb Db => db;

    /// <summary>What was appended, numbered, once it is flushed.</summary>
    internal IReadOnlyList<(EventRow Row, EventFacts? Facts)> Appended { get; private set; } = [];

    /// <summary>Appends to the event log when the transaction commits, and not at all when it does not.</summary>
    public void Append(EventDraft draft) => _drafts.Add(draft);

    /// <summary>
    /// Numbers the events last, so that the counter's row lock is held for the commit alone: commit order is then number order,
    /// and a reader that resumes after a number can skip nothing.
    /// </summary>
    internal async Task FlushAsync(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        if (_drafts.Count == 0)
            return;
        await db.EventCounters.Where(c => c.Id == CounterId).ExecuteUpdateAsync(s => s.SetProperty(c => c.Last, c => c.Last + _drafts.Count), ct);
        var last = await db.EventCounters.Where(c => c.Id == CounterId).Select(c => c.Last).SingleAsync(ct);
        var first = last - _drafts.Count + 1;
        Appended = [.. _drafts.Select((draft, i) => (draft.Numbered(first + i), draft.Facts))];
        db.Events.AddRange(Appended.Select(e => e.Row));
        await db.SaveChangesAsync(ct);
    }
}
