using AgentMail.Api.Problems;
using AgentMail.Core.Emails;

namespace AgentMail.Api.Emails;

/// <summary>Intake's refusals in the words of HTTP.</summary>
internal static class IntakeProblems
{
    public static ApiProblem Of(IntakeResult.Refused refused) => new(CodeOf(refused.Reason), refused.Detail, refused.Errors);

    private static ProblemCode CodeOf(IntakeRefusal reason) => reason switch
    {
        IntakeRefusal.Validation => ProblemCode.Validation,
        IntakeRefusal.FromMismatch => ProblemCode.FromMismatch,
        IntakeRefusal.IdentityNotFound => ProblemCode.IdentityNotFound,
        IntakeRefusal.IdentityDisabled => ProblemCode.IdentityDisabled,
        IntakeRefusal.EmailPasswordMissing => ProblemCode.EmailPasswordMissing,
        IntakeRefusal.PayloadTooLarge => ProblemCode.PayloadTooLarge,
        IntakeRefusal.IdempotencyKeyReused => ProblemCode.IdempotencyKeyReused,
        IntakeRefusal.IdempotencyInProgress => ProblemCode.IdempotencyInProgress,
        _ => throw new InvalidOperationException($"{reason} has no problem code yet."),
    };
}
