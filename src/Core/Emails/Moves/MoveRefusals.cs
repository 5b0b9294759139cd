using AgentMail.Core.Json;
using static AgentMail.Core.Emails.EmailStatus;

namespace AgentMail.Core.Emails.Moves;

/// <summary>Says why an email cannot be moved so, and what can be done with it instead.</summary>
internal static class MoveRefusals
{
    public static MoveResult.Refused NotFound { get; } = new(
        MoveRefusal.NotFound, "There is no email of this id here; check the id and that the key belongs to the right tenant.");

    public static MoveResult.Refused AnotherAgents { get; } = new(
        MoveRefusal.Forbidden, "This key moves emails that its own agent wrote, and this is none of them; ask an admin.");

    public static MoveResult.Refused BodyGone { get; } = new(
        MoveRefusal.Conflict, "The message is no longer kept: its time of retention is over, so it cannot be sent again. Post a new email.");

    public static MoveResult.Refused StandsOtherwise(EmailStatus status, EmailMover by) =>
        new(ReasonOf(by), $"The email is {WireEnum<EmailStatus>.Name(status)}, and {RuleOf(by)}. {AdviceOn(status)}");

    private static MoveRefusal ReasonOf(EmailMover by) => by switch
    {
        EmailMover.Cancel => MoveRefusal.NotCancellable,
        EmailMover.ResolveAsSent or EmailMover.Resend => MoveRefusal.NotUncertain,
        _ => MoveRefusal.Conflict,
    };

    private static string RuleOf(EmailMover by) => by switch
    {
        EmailMover.Cancel => "only one that still waits can be cancelled",
        EmailMover.Reschedule => "only a scheduled one can be given another time",
        EmailMover.Retry => "only a delayed or failed one can be tried again",
        _ => "only an uncertain one can be resolved",
    };

    private static string AdviceOn(EmailStatus status) => status switch
    {
        Scheduled => "It goes out at its time: PATCH scheduledAt gives it another, null sends it now, and cancel takes it back.",
        Queued => "It goes out as soon as its account allows; cancel takes it back.",
        Sending => "An attempt is under way: look again in a moment, its result decides what can be done.",
        Delayed => "It is tried again at nextAttemptAt; retry does so now, and cancel takes it back.",
        Held => "It goes out once what lastError names is mended; cancel takes it back.",
        Uncertain => "It may have arrived: once you know, or do not mind a second one, say so with resolve.",
        Failed => "It is not tried again by itself; lastError says why, and retry tries again.",
        Cancelled => "That is final; to write after all, post a new email.",
        _ => "What has been sent cannot be taken back; to write again, post a new email.",
    };
}
