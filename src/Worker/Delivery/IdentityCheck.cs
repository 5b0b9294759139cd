using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;

namespace AgentMail.Worker.Delivery;

/// <summary>Whether an accepted email may still go out as what its sender is by now. From, envelope and account must stay one (R19).</summary>
internal static class IdentityCheck
{
    /// <summary>Retention took the message before it could be sent.</summary>
    public static DeliveryError BodyGone { get; } = new(
        FailureClass.Permanent, FailureReason.Expired, null, null, "The message was removed by retention before it could be sent; send it again.");

    /// <summary>What to do instead of sending; null when it may be sent.</summary>
    public static (EmailStatus Status, DeliveryError Why)? Of(Email email, IdentityResolution resolution) => resolution switch
    {
        IdentityResolution.Refused { Reason: IdentityRefusal.EmailPasswordMissing or IdentityRefusal.SharedPasswordMissing } refused =>
            (EmailStatus.Held, new(FailureClass.Authentication, FailureReason.EmailPasswordMissing, null, null, refused.Detail)),
        IdentityResolution.Refused { Reason: IdentityRefusal.Disabled } refused => (EmailStatus.Held, Changed(refused.Detail)),
        IdentityResolution.Refused refused => (EmailStatus.Failed, Changed(refused.Detail)),
        IdentityResolution.Resolved { Identity: var identity } when !Same(identity.From, email.From) => (EmailStatus.Failed,
            Changed($"It was written as {email.From}, and {identity.Kind} '{identity.Id}' sends as {identity.From} by now; send it again.")),
        _ => null,
    };

    private static DeliveryError Changed(string hint) => new(FailureClass.Policy, FailureReason.IdentityChanged, null, null, hint);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
