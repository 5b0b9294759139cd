using static AgentMail.Core.Emails.EmailStatus;

namespace AgentMail.Core.Emails;

/// <summary>The one table of legal moves.</summary>
public static class EmailMoves
{
    private static readonly Dictionary<EmailStatus, EmailStatus[]> Legal = new()
    {
        [Scheduled] = [Queued, Cancelled],
        [Queued] = [Sending, Held, Failed, Cancelled],
        [Sending] = [Sent, Delayed, Held, Failed, Uncertain, Queued],
        [Delayed] = [Sending, Queued, Held, Failed, Cancelled],
        [Held] = [Queued, Delayed, Cancelled],
        [Uncertain] = [Sent, Queued],
        [Sent] = [Delivered, Bounced],
        [Failed] = [Queued],
        [Delivered] = [],
        [Bounced] = [],
        [Cancelled] = [],
    };

    /// <summary>True when an email may go from one status to the other.</summary>
    public static bool Allows(EmailStatus from, EmailStatus to) => Legal[from].Contains(to);

    /// <summary>True when nothing more will be sent.</summary>
    public static bool IsFinal(EmailStatus status) => status is Sent or Delivered or Bounced or Failed or Cancelled;

    /// <summary>True while a recipient still waits for an SMTP transaction.</summary>
    public static bool IsPending(EmailStatus status) => status is Scheduled or Queued or Sending or Delayed or Held;
}
