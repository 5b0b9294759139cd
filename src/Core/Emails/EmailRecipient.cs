using AgentMail.Core.Delivery;

namespace AgentMail.Core.Emails;

/// <summary>One forward-path of the envelope, Bcc included, and what became of it.</summary>
public sealed class EmailRecipient
{
    public required string EmailId { get; init; }

    /// <summary>Position in the envelope, from 0.</summary>
    public required int Ordinal { get; init; }

    public required RecipientField Field { get; init; }

    public string? Name { get; init; }

    public required string Address { get; init; }

    /// <summary><see cref="EmailAddress.Key"/> of it: what searches compare, whatever the spelling.</summary>
    public required string AddressKey { get; init; }

    public required EmailStatus Status { get; set; }

    /// <summary>The server's last word on this recipient.</summary>
    public SmtpReply? Smtp { get; set; }
}

/// <summary>The request member a recipient came from.</summary>
public enum RecipientField
{
    To,
    Cc,
    Bcc,
}
