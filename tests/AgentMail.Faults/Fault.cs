namespace AgentMail.Faults;

/// <summary>Mistakes that AgentMail could make, and does make in a program started with <see cref="FaultSettings"/>.</summary>
public enum Fault
{
    /// <summary>A write is called done some time before it is committed: a 202 promises what a kill still undoes.</summary>
    EarlyAnswer,

    /// <summary>Whoever asks for a lane gets it, and no write is refused to a worker that does not hold it.</summary>
    NoLease,

    /// <summary>The mark <em>entering DATA</em> is called written and is not.</summary>
    NoMark,
}
