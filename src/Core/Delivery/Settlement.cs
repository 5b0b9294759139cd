using AgentMail.Core.Emails;

namespace AgentMail.Core.Delivery;

/// <summary>What one attempt came to, ready to be written.</summary>
/// <param name="Status">Next status of the email.</param>
/// <param name="Recipients">Recipients whose status or reply changed.</param>
/// <param name="Error">Why it is not sent; null when it is.</param>
/// <param name="NextActionAt">When to act again; null when nothing is to be done by itself.</param>
/// <param name="Peer">The server talked to.</param>
public sealed record Settlement(
    EmailStatus Status, IReadOnlyList<RecipientOutcome> Recipients, DeliveryError? Error, DateTimeOffset? NextActionAt, SmtpPeer? Peer)
{
    /// <summary>The attempt says nothing about the email, so it does not lengthen the email's own waits.</summary>
    public bool IsForgiven { get; init; }

    /// <summary>The attempt was counted, because its mailbox has a limit per minute.</summary>
    public bool IsCounted { get; init; }

    /// <summary>What it means for the lane; null when its pace stays as it is.</summary>
    public LanePaceChange? Pace { get; init; }
}

/// <summary>What one attempt came to for one recipient.</summary>
public sealed record RecipientOutcome(int Ordinal, EmailStatus Status, SmtpReply? Reply);
