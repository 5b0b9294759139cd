using AgentMail.Core.Delivery;

namespace AgentMail.Core.Emails;

/// <summary>One forward-path of the envelope, Bcc included, and what became of it.</summary>
public sealed class EmailRecipient
{
    private EmailStatus _status;

    public required string EmailId { get; init; }

    /// <summary>Position in the envelope, from 0.</summary>
    public required int Ordinal { get; init; }

    public required RecipientField Field { get; init; }

    public string? Name { get; init; }

    public required string Address { get; init; }

    /// <summary><see cref="EmailAddress.Key"/> of it: what searches compare, whatever the spelling.</summary>
    public required string AddressKey { get; init; }

    /// <summary>Changed by <see cref="MoveTo"/> alone.</summary>
    public required EmailStatus Status { get => _status; init => _status = value; }

    /// <summary>The server's last word on this recipient.</summary>
    public SmtpReply? Smtp { get; set; }

    /// <summary>Takes part in the attempt that its email is in.</summary>
    internal void Follow(Email email) => _status = email.StatusOf(this);

    /// <summary>Moves this recipient to another status; where it stands there already, nothing happens.</summary>
    /// <exception cref="InvalidOperationException"><see cref="EmailMoves"/> does not allow it.</exception>
    public void MoveTo(EmailStatus to, EmailMover by)
    {
        if (_status != to && !EmailMoves.AllowsRecipient(_status, to, by))
            throw new InvalidOperationException($"Recipient {Ordinal} of email {EmailId} cannot go from {_status} to {to} by {by}.");
        _status = to;
    }
}

/// <summary>The request member a recipient came from.</summary>
public enum RecipientField
{
    To,
    Cc,
    Bcc,
}
