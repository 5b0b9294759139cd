using AgentMail.Core.Json;

namespace AgentMail.Core.Identities;

/// <summary>Why one part of a sending decision came out as it did (P5).</summary>
/// <param name="Subject">The part.</param>
/// <param name="Rule">The rule that chose it, or that refused.</param>
/// <param name="Message">The same for a person, with names and addresses.</param>
public sealed record DecisionReason(DecisionSubject Subject, DecisionRule Rule, string Message)
{
    /// <summary>The rule's word on the wire, such as <c>default_from_agent</c>.</summary>
    public static string Word(DecisionRule rule) => WireEnum<DecisionRule>.Name(rule);
}

/// <summary>What a reason is about: spelt as the member of a preview that it explains.</summary>
public enum DecisionSubject
{
    /// <summary>The address of From and of the envelope.</summary>
    From,

    /// <summary>Where replies go.</summary>
    ReplyTo,

    /// <summary>The outbound server.</summary>
    Server,

    /// <summary>The account that signs in there.</summary>
    Account,

    /// <summary>The signature that is inserted.</summary>
    SignatureId,

    /// <summary>How dates are written.</summary>
    DateFormat,
}
