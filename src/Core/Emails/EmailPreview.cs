using AgentMail.Core.Agents;
using AgentMail.Core.Identities;

namespace AgentMail.Core.Emails;

/// <summary>A plan, explained (P5).</summary>
/// <param name="Plan">What a send would come to.</param>
/// <param name="DateFormat">How a template's dates are written.</param>
/// <param name="Reasons">For each part the rule that chose it.</param>
/// <param name="Warnings">What the caller should know of mail sent so, also that it would be held.</param>
public sealed record EmailPreview(EmailPlan Plan, EffectiveDateFormat DateFormat, IReadOnlyList<DecisionReason> Reasons, IReadOnlyList<EmailWarning> Warnings);
