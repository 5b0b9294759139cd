using System.Text.Json;
using AgentMail.Api.Json;

namespace AgentMail.Api.Emails;

/// <summary>A send request.</summary>
internal sealed class EmailRequest
{
    /// <summary>Who sends.</summary>
    public required SenderModel Sender { get; init; }

    /// <summary>An address of the sender's From list; left out, the sender's default.</summary>
    public string? From { get; init; }

    /// <summary>Recipients; with cc and bcc at most 100.</summary>
    public IReadOnlyList<RecipientModel>? To { get; init; }

    /// <summary>Recipients of copies.</summary>
    public IReadOnlyList<RecipientModel>? Cc { get; init; }

    /// <summary>Recipients of copies whom no header shows.</summary>
    public IReadOnlyList<RecipientModel>? Bcc { get; init; }

    /// <summary>Where replies go; null = to From.</summary>
    public RecipientModel? ReplyTo { get; init; }

    /// <summary>Subject, in any script.</summary>
    public string? Subject { get; init; }

    /// <summary>The body as HTML.</summary>
    public string? Html { get; init; }

    /// <summary>The body as plain text; left out, it is made from <c>html</c>.</summary>
    public string? Text { get; init; }

    /// <summary>The template that gives the body, and the subject where the request has none; without it, give html or text.</summary>
    public string? TemplateId { get; init; }

    /// <summary>What the template's variables are to be; none without a template.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }

    /// <summary>Signature to insert; left out = the default one, null = none.</summary>
    public Optional<string> SignatureId { get; init; }

    /// <summary>Files, and inline images by <c>contentId</c>.</summary>
    public IReadOnlyList<AttachmentModel>? Attachments { get; init; }

    /// <summary>Custom headers.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Message id of the email that this one answers.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Message ids of the thread.</summary>
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Not before this time; null = now.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>The caller's own pairs, returned with the email and its events.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The caller's own words, usable as a filter.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>Who sends: an agent, a channel, or this agent writing through that channel.</summary>
internal sealed class SenderModel
{
    /// <summary>The agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>The channel.</summary>
    public string? ChannelId { get; init; }
}

/// <summary>A file.</summary>
internal sealed class AttachmentModel
{
    /// <summary>Name without folders.</summary>
    public required string Filename { get; init; }

    /// <summary>Type such as <c>application/pdf</c>; left out, by the file name.</summary>
    public string? ContentType { get; init; }

    /// <summary>The bytes in base64.</summary>
    public required byte[] Content { get; init; }

    /// <summary>For inline images: the id that <c>html</c> shows as <c>cid:…</c>.</summary>
    public string? ContentId { get; init; }
}

/// <summary>Several send requests at once.</summary>
internal sealed class EmailBatchRequest
{
    /// <summary>At most 500 send requests; each is accepted or refused on its own.</summary>
    public required IReadOnlyList<JsonElement> Items { get; init; }
}
