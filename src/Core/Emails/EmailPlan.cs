using AgentMail.Core.Identities;

namespace AgentMail.Core.Emails;

/// <summary>
/// What a send request comes to before anything is stored: who sends it, the finished message, and all that stands against sending.
/// Intake stores it when nothing does; a preview shows it either way. So they cannot disagree.
/// </summary>
public sealed record EmailPlan
{
    /// <summary>The request.</summary>
    public required SendRequest Request { get; init; }

    /// <summary>What is said: the request's draft, with what its template gave.</summary>
    public required EmailDraft Draft { get; init; }

    /// <summary>Whose identity it chose; null when it names nothing that this sender may use.</summary>
    public SenderSelection.Chosen? Sender { get; init; }

    /// <summary>The identity; null when there is none that can send now.</summary>
    public SendingIdentity? Identity { get; init; }

    /// <summary>The identity, or what it would be with its password in place: for showing, never for sending.</summary>
    public SendingIdentity? Candidate { get; init; }

    /// <summary>The signature that is inserted; null for none.</summary>
    public string? SignatureId { get; init; }

    /// <summary>The message; null when it is too large to be made. Without an identity its From is a stand-in.</summary>
    public ComposedEmail? Message { get; init; }

    /// <summary>Why it cannot be sent, in the order of looking; empty when it can.</summary>
    public required IReadOnlyList<IntakeResult.Refused> Problems { get; init; }
}
