namespace AgentMail.Core.Emails;

/// <summary>The content of an email that is to be sent, validated; who sends it and when is not part of it.</summary>
public sealed record EmailDraft
{
    public IReadOnlyList<Mailbox> To { get; init; } = [];

    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    public IReadOnlyList<Mailbox> Bcc { get; init; } = [];

    public Mailbox? ReplyTo { get; init; }

    public string Subject { get; init; } = "";

    public string? Html { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Custom headers, none of which <see cref="Headers.IsReserved"/>, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? InReplyTo { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>An address with the name to show for it (RFC 5322 §3.4).</summary>
public sealed record Mailbox(EmailAddress Address, string? Name = null);

/// <summary>A file that goes with an email.</summary>
/// <param name="Filename">Name without folders.</param>
/// <param name="ContentType">Type and subtype with parameters (RFC 2045 §5.1).</param>
/// <param name="Content">The bytes.</param>
/// <param name="ContentId">Without angle brackets; shown in the text where the html has <c>cid:</c> and this id (RFC 2392).</param>
public sealed record Attachment(string Filename, string ContentType, byte[] Content, string? ContentId = null);
