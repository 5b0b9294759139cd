using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Smtp;

/// <summary>Why a connection was not opened, or a message or recipient not accepted.</summary>
/// <param name="Error">As it is stored and shown.</param>
/// <param name="RetryAfter">How long the server asked to wait; null where it did not.</param>
public sealed record SmtpFailure(DeliveryError Error, TimeSpan? RetryAfter = null)
{
    /// <summary>Decides the next status.</summary>
    public FailureClass Class => Error.Class;

    /// <summary>The finer cause.</summary>
    public FailureReason Reason => Error.Reason;

    /// <summary>The finest cause, where the server gave no reply; null where it did.</summary>
    public SmtpFault? Fault { get; init; }

    /// <summary>Classifies a reply that refused something.</summary>
    public static SmtpFailure FromReply(SmtpStage stage, SmtpReply reply)
    {
        var verdict = ReplyClassifier.Classify(stage, reply);
        return new(new DeliveryError(verdict.Class, verdict.Reason, stage, reply, verdict.Hint), verdict.RetryAfter);
    }

    /// <summary>A failure that the server did not put into words.</summary>
    public static SmtpFailure Without(SmtpReply? reply, SmtpStage stage, FailureClass failureClass, FailureReason reason, string hint, SmtpFault? fault = null) =>
        new(new DeliveryError(failureClass, reason, stage, reply, hint)) { Fault = fault };

    /// <summary>No conversation took place, or it broke off before the message could have been accepted.</summary>
    public static SmtpFailure Broken(SmtpStage stage, string hint, SmtpFault? fault = null) =>
        Without(null, stage, FailureClass.Connection, FailureReason.ConnectionFailed, hint, fault);
}
