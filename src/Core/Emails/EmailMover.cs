namespace AgentMail.Core.Emails;

/// <summary>Who moves an email: AgentMail itself, or a person by one of these requests.</summary>
public enum EmailMover
{
    /// <summary>AgentMail itself: at its time, from what a server answered, by a rule of the tenant, after the death of a worker.</summary>
    Itself,

    /// <summary><c>POST …/cancel</c></summary>
    Cancel,

    /// <summary><c>PATCH …</c> with another <c>scheduledAt</c>.</summary>
    Reschedule,

    /// <summary><c>POST …/retry</c></summary>
    Retry,

    /// <summary><c>POST …/resolve</c> as sent: it did arrive.</summary>
    ResolveAsSent,

    /// <summary><c>POST …/resolve</c> as resend: it did not, or a second one does no harm.</summary>
    Resend,
}
