using AgentMail.Core.Identities;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>Puts refusals of the parts into intake's own words.</summary>
internal static class IntakeRefusals
{
    public static IntakeResult.Refused From(SenderSelection.Refused refused) => From(SenderDecision.Refused.Of(refused));

    public static IntakeResult.Refused From(IdentityResolution.Refused refused) => From(SenderDecision.Refused.Of(refused));

    public static IntakeResult.Refused Invalid(string pointer, string code, string detail) => Invalid([new(pointer, code, detail)]);

    public static IntakeResult.Refused Invalid(IReadOnlyList<ValidationError> errors) => new(IntakeRefusal.Validation, errors[0].Detail, errors);

    public static IntakeResult.Refused TooLarge(FieldProblem problem) => new(IntakeRefusal.PayloadTooLarge, problem.Detail, []);

    public static IntakeResult.Refused KeyReused() => new(
        IntakeRefusal.IdempotencyKeyReused, "This Idempotency-Key came with another body before; use a new key for a new email.", []);

    public static IntakeResult.Refused InProgress() => new(
        IntakeRefusal.IdempotencyInProgress, "A request with this Idempotency-Key is being worked on; repeat it in a moment.", []);

    private static IntakeResult.Refused From(SenderDecision.Refused refused) =>
        new(refused.Code, refused.Detail, refused.Pointer is { } pointer ? [new(pointer, WordOf(refused.Code), refused.Detail)] : []) { Rule = refused.Rule };

    private static string WordOf(IntakeRefusal reason) => reason == IntakeRefusal.IdentityNotFound ? FieldCodes.NotFound : FieldCodes.NotAllowed;
}
