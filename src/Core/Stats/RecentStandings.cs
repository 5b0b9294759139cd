namespace AgentMail.Core.Stats;

/// <summary>
/// Where the emails stand that the log spoke of lately, as of one place in it. Bounded: in two generations, of which the older one is
/// forgotten when the younger one is full. What came to an end is not kept, since it hardly ever moves again.
/// </summary>
internal sealed class RecentStandings(int mostOfEach = 20_000)
{
    private Dictionary<string, Standing> _young = new(StringComparer.Ordinal);
    private Dictionary<string, Standing> _old = new(StringComparer.Ordinal);

    /// <summary>The place in the log up to which this is true.</summary>
    public long AsOf { get; private set; }

    public Standing? Find(string emailId) => _young.GetValueOrDefault(emailId) ?? _old.GetValueOrDefault(emailId);

    /// <summary>Forgets all unless it is true as of this place: another process has read on meanwhile, or a commit failed.</summary>
    public void Require(long place)
    {
        if (AsOf == place)
            return;
        _young.Clear();
        _old.Clear();
        AsOf = place;
    }

    /// <summary>Follows what the log says up to another place.</summary>
    public void Follow(IReadOnlyDictionary<string, Standing> last, long place)
    {
        foreach (var (id, standing) in last)
        {
            _old.Remove(id);
            if (Emails.EmailMoves.IsFinal(standing.Status))
                _young.Remove(id);
            else
                Keep(id, standing);
        }
        AsOf = place;
    }

    private void Keep(string id, Standing standing)
    {
        if (_young.Count >= mostOfEach && !_young.ContainsKey(id))
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }
        _young[id] = standing;
    }
}
