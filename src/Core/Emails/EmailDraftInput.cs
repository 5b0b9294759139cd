namespace AgentMail.Core.Emails;

/// <summary>What a send request says, before anything in it has been checked. Nulls stand where a request may leave gaps.</summary>
public sealed record EmailDraftInput
{
    public IReadOnlyList<MailboxInput?>? To { get; init; }

    public IReadOnlyList<MailboxInput?>? Cc { get; init; }

    public IReadOnlyList<MailboxInput?>? Bcc { get; init; }

    public MailboxInput? ReplyTo { get; init; }

    public string? Subject { get; init; }

    public string? Html { get; init; }

    public string? Text { get; init; }

    /// <summary>True where a template gives the body.</summary>
    public bool BodyIsElsewhere { get; init; }

    public IReadOnlyList<AttachmentInput?>? Attachments { get; init; }

    public IReadOnlyCollection<KeyValuePair<string, string?>>? Headers { get; init; }

    public string? InReplyTo { get; init; }

    public IReadOnlyList<string?>? References { get; init; }

    public IReadOnlyCollection<KeyValuePair<string, string?>>? Metadata { get; init; }

    public IReadOnlyList<string?>? Tags { get; init; }
}

/// <summary>A recipient as requested: <c>"bob@example.net"</c> or <c>{"name": "Bob", "address": "bob@example.net"}</c>.</summary>
/// <param name="Address">The address.</param>
/// <param name="Name">The display name.</param>
/// <param name="IsBare">Written as a text and not as an object: the pointer of an error then ends at the item.</param>
public sealed record MailboxInput(string? Address, string? Name = null, bool IsBare = false);

/// <summary>An attachment as requested, its base64 already decoded; null content where there was none.</summary>
public sealed record AttachmentInput(string? Filename, string? ContentType, byte[]? Content, string? ContentId = null);
