using AgentMail.Core.Events;

namespace AgentMail.Core.Stats;

/// <summary>What some events of the log do to the counts, taken together: an email that was queued, tried and sent among them is one more that is sent.</summary>
public sealed class Tally
{
    private readonly Dictionary<Standing, long> _emails = [];
    private readonly Dictionary<EventKind, long> _events = [];
    private readonly Dictionary<string, Standing> _last = new(StringComparer.Ordinal);

    private Tally()
    {
    }

    /// <summary>Counts that change, and by how much.</summary>
    public IEnumerable<KeyValuePair<Standing, long>> Emails => _emails.Where(change => change.Value != 0);

    /// <summary>How many events of each kind there were.</summary>
    public IReadOnlyDictionary<EventKind, long> Events => _events;

    /// <summary>Where the emails that they tell of stand by now.</summary>
    public IReadOnlyDictionary<string, Standing> Last => _last;

    /// <summary>Counts events, which must be in their order.</summary>
    /// <param name="events">The events.</param>
    /// <param name="before">Where an email stood before the first of them that tells of it; null for one that was not there yet.</param>
    public static Tally Of(IEnumerable<EventRow> events, Func<string, Standing?> before)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(before);
        var tally = new Tally();
        foreach (var row in events)
            tally.Add(row, before);
        return tally;
    }

    private void Add(EventRow row, Func<string, Standing?> before)
    {
        Add(_events, new EventKind(row.TenantId, Standing.MinuteOf(row.Timestamp), row.Type), 1);
        if (Standing.Of(row) is not { } to)
            return;
        var from = _last.GetValueOrDefault(row.EmailId!) ?? before(row.EmailId!);
        foreach (var change in CountChange.Of(from, to))
            Add(_emails, change.At, change.By);
        _last[row.EmailId!] = to;
    }

    private static void Add<T>(Dictionary<T, long> counts, T key, long by) where T : notnull => counts[key] = counts.GetValueOrDefault(key) + by;
}

/// <summary>Events that are counted together: one row of <see cref="EventCount"/>.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Minute">Beginning of the minute.</param>
/// <param name="Type">Their type.</param>
public readonly record struct EventKind(string TenantId, DateTimeOffset Minute, string Type);
