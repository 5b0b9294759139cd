namespace AgentMail.Core.Stats;

/// <summary>By how much one count changes.</summary>
/// <param name="At">Which count.</param>
/// <param name="By">By how much.</param>
public readonly record struct CountChange(Standing At, int By)
{
    /// <summary>What a move does: one less where the email stood, one more where it stands.</summary>
    /// <param name="from">Null for an email that was just accepted.</param>
    /// <param name="to">Where it stands by now.</param>
    public static IEnumerable<CountChange> Of(Standing? from, Standing to)
    {
        if (from == to)
            yield break;
        if (from is not null)
            yield return new(from, -1);
        yield return new(to, 1);
    }
}
