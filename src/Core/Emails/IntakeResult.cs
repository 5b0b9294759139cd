using AgentMail.Core.Identities;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>What intake made of a send request.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>Stored; will be sent or end in a state a person can see.</summary>
    /// <param name="Email">The stored row.</param>
    /// <param name="Replayed">True when an earlier request with the same key was answered again.</param>
    public sealed record Accepted(Email Email, bool Replayed) : IntakeResult
    {
        /// <summary>Its status when it was accepted.</summary>
        public EmailStatus FirstStatus { get; init; } = Email.Status;

        /// <summary>Its warnings then.</summary>
        public IReadOnlyList<EmailWarning> FirstWarnings => [.. Email.Warnings.Where(w => w != EmailWarning.PossibleDuplicate)];
    }

    /// <summary>Nothing was stored.</summary>
    /// <param name="Reason">Which of the contract's codes.</param>
    /// <param name="Detail">What is wrong and what to do.</param>
    /// <param name="Errors">Members at fault; may be empty.</param>
    public sealed record Refused(IntakeRefusal Reason, string Detail, IReadOnlyList<ValidationError> Errors) : IntakeResult
    {
        /// <summary>The rule that refused, where it was one about who sends.</summary>
        public DecisionRule? Rule { get; init; }
    }
}

/// <summary>Reasons for which intake refuses; each is a <c>code</c> of the public contract.</summary>
public enum IntakeRefusal
{
    Validation,
    FromMismatch,
    IdentityNotFound,
    IdentityDisabled,
    EmailPasswordMissing,
    PayloadTooLarge,
    IdempotencyKeyReused,
    IdempotencyInProgress,
}
