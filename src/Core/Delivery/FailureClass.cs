namespace AgentMail.Core.Delivery;

/// <summary>What a failed attempt means for the next status of an email. The class decides; the reply's code only informs.</summary>
public enum FailureClass
{
    /// <summary>The server asked to try again (4yz): <c>delayed</c>.</summary>
    Transient,

    /// <summary>The server refused for good (5yz): <c>failed</c>.</summary>
    Permanent,

    /// <summary>The account could not sign in: the identity pauses, its mail is <c>held</c>.</summary>
    Authentication,

    /// <summary>The account may not do this (From not owned, TLS or policy demanded): see <see cref="FailureReason"/>.</summary>
    Policy,

    /// <summary>No conversation took place or it broke off before the body: <c>delayed</c>.</summary>
    Connection,

    /// <summary>The body went out and no answer came back: <c>uncertain</c>, never resent by itself.</summary>
    Uncertain,
}
