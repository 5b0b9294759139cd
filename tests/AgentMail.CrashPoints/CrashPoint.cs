namespace AgentMail.CrashPoints;

/// <summary>Places in a mail's life at which a program can be told to die or to stand still.</summary>
public enum CrashPoint
{
    /// <summary>An email is on disk; the lane is not rung and the caller not answered.</summary>
    Stored,

    /// <summary>The message that rings for lanes is about to be given to the bus.</summary>
    Ringing,

    /// <summary>The attempt is counted, the email <c>sending</c>; no SMTP yet.</summary>
    Claimed,

    /// <summary>The mark <em>entering DATA</em> is on disk; not one byte of the body has left.</summary>
    Marked,

    /// <summary>The result is known and about to be written.</summary>
    Settling,

    /// <summary>The result and its event are on disk; no sink has been given the event.</summary>
    Settled,
}
