using AgentMail.Core.Agents;
using AgentMail.Core.Identities;

namespace AgentMail.Core.Emails;

/// <summary>Says why each part of a plan came out as it did. Pure.</summary>
internal static class PreviewReasons
{
    public static IReadOnlyList<DecisionReason> Of(EmailPlan plan, EffectiveDateFormat dateFormat) =>
    [
        .. plan.Sender?.Reasons ?? [],
        .. plan.Candidate?.Reasons ?? [],
        .. plan.Sender is { } sender ? [Signature(plan, sender)] : Array.Empty<DecisionReason>(),
        DateFormat(dateFormat),
    ];

    private static DecisionReason Signature(EmailPlan plan, SenderSelection.Chosen sender) => (plan.Request.Signature, plan.SignatureId) switch
    {
        ({ UseDefault: false, SignatureId: null }, _) => Signature(DecisionRule.NoSignature, "The request asks for no signature."),
        ({ SignatureId: { } requested }, _) => Signature(DecisionRule.RequestedSignature, $"The request names signature '{requested}'."),
        (_, { } chosen) => Signature(DecisionRule.DefaultSignature, $"The request names no signature, and '{chosen}' is the default of {Owner(sender)}."),
        _ => Signature(DecisionRule.NoDefaultSignature, $"The request names no signature, and {Owner(sender)} has no default one."),
    };

    private static string Owner(SenderSelection.Chosen sender) => sender.AgentId is { } agentId ? $"agent '{agentId}'" : $"channel '{sender.Id}'";

    private static DecisionReason Signature(DecisionRule rule, string why) => new(DecisionSubject.SignatureId, rule, why);

    private static DecisionReason DateFormat(EffectiveDateFormat effective) => effective.Source switch
    {
        DateFormatSource.Agent => DateFormat(DecisionRule.AgentDateFormat, $"The agent chose {effective.Format} in the profile."),
        DateFormatSource.Tenant => DateFormat(DecisionRule.TenantDateFormat, $"No agent's choice applies, and {effective.Format} is the tenant's."),
        _ => DateFormat(DecisionRule.IsoDateFormat, $"Neither agent nor tenant chose a format, so dates are written as {effective.Format} (ISO 8601)."),
    };

    private static DecisionReason DateFormat(DecisionRule rule, string why) => new(DecisionSubject.DateFormat, rule, why);
}
