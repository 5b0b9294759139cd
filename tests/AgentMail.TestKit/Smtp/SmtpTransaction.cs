using System.Collections.Immutable;

namespace AgentMail.TestKit.Smtp;

/// <summary>One MAIL FROM and what followed it.</summary>
public sealed class SmtpTransaction(string sender, string parameters)
{
    public string Sender => sender;

    /// <summary>ESMTP parameters of MAIL FROM, such as <c>BODY=8BITMIME</c>.</summary>
    public string Parameters => parameters;

    /// <summary>Every RCPT TO, accepted or not.</summary>
    public ImmutableList<string> Recipients { get; internal set; } = [];

    public ImmutableList<string> AcceptedRecipients { get; internal set; } = [];

    /// <summary>When DATA was answered with 354; null before.</summary>
    public DateTimeOffset? InvitedAt { get; internal set; }

    /// <summary>When the final dot was answered; null before.</summary>
    public DateTimeOffset? AnsweredAt { get; internal set; }

    /// <summary>Null until the final dot has come, whatever was replied to it.</summary>
    public byte[]? RawMime { get; internal set; }

    /// <summary>The final dot was answered with 2yz.</summary>
    public bool IsAccepted { get; internal set; }
}
