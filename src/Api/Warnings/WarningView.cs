using AgentMail.Core.Emails;
using AgentMail.Core.Identities;

namespace AgentMail.Api.Warnings;

/// <summary>Something a person should know or do.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
internal sealed record WarningView(string Code, string Message)
{
    /// <summary>What keeps mail from being sent: the rule's word, and its sentence.</summary>
    public static WarningView Of(DecisionRule rule, string message) => new(DecisionReason.Word(rule), message);

    /// <summary>What keeps an account from being used, and why its mail is held; none where neither is so.</summary>
    public static IReadOnlyList<WarningView> ListOf(IdentityResolution.Refused? refused, EmailWarning? pause) =>
    [
        .. refused is null ? Array.Empty<WarningView>() : [Of(refused.Rule, refused.Detail)],
        .. pause is null ? Array.Empty<WarningView>() : [new(pause.Code, pause.Message)],
    ];
}
