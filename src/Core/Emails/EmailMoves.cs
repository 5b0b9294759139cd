using static AgentMail.Core.Emails.EmailMover;
using static AgentMail.Core.Emails.EmailStatus;

namespace AgentMail.Core.Emails;

/// <summary>The one table of legal moves, and of who makes them.</summary>
public static class EmailMoves
{
    private static readonly Dictionary<(EmailStatus From, EmailMover By), EmailStatus[]> Legal = new()
    {
        [(Scheduled, Itself)] = [Queued],
        [(Scheduled, Reschedule)] = [Scheduled, Queued],
        [(Scheduled, Cancel)] = [Cancelled],
        [(Queued, Itself)] = [Sending, Held, Failed],
        [(Queued, Cancel)] = [Cancelled],
        [(Sending, Itself)] = [Sent, Delayed, Held, Failed, Uncertain, Queued],
        [(Delayed, Itself)] = [Sending, Held, Failed],
        [(Delayed, Retry)] = [Queued],
        [(Delayed, Cancel)] = [Cancelled],
        [(Held, Itself)] = [Queued, Delayed],
        [(Held, Cancel)] = [Cancelled],
        [(Uncertain, Itself)] = [Queued],
        [(Uncertain, ResolveAsSent)] = [Sent, Queued, Failed],
        [(Uncertain, Resend)] = [Queued],
        [(Failed, Retry)] = [Queued],
        [(Sent, Itself)] = [Delivered, Bounced],
    };

    // An email waits again for the sake of one recipient, and whoever else still waits goes with it.
    private static readonly HashSet<(EmailStatus From, EmailStatus To, EmailMover By)> OfRecipientsBesides =
    [
        (Delayed, Queued, Itself),
        (Delayed, Queued, Resend), (Held, Queued, Resend),
        (Delayed, Queued, ResolveAsSent), (Held, Queued, ResolveAsSent),
    ];

    /// <summary>True when an email may go from one status to the other.</summary>
    public static bool Allows(EmailStatus from, EmailStatus to) => Enum.GetValues<EmailMover>().Any(by => Allows(from, to, by));

    /// <summary>True when it may do so by this mover.</summary>
    public static bool Allows(EmailStatus from, EmailStatus to, EmailMover by) => Legal.TryGetValue((from, by), out var targets) && targets.Contains(to);

    /// <summary>True when one of its recipients may do so by this mover.</summary>
    public static bool AllowsRecipient(EmailStatus from, EmailStatus to, EmailMover by) => Allows(from, to, by) || OfRecipientsBesides.Contains((from, to, by));

    /// <summary>True when this mover may do anything at all to an email that stands so.</summary>
    public static bool Allows(EmailStatus from, EmailMover by) => Legal.ContainsKey((from, by));

    /// <summary>True when nothing more will be sent.</summary>
    public static bool IsFinal(EmailStatus status) => status is Sent or Delivered or Bounced or Failed or Cancelled;

    /// <summary>True while a recipient still waits for an SMTP transaction.</summary>
    public static bool IsPending(EmailStatus status) => status is Scheduled or Queued or Sending or Delayed or Held;
}
