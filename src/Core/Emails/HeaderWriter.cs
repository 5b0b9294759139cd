using System.Globalization;
using System.Text;

namespace AgentMail.Core.Emails;

/// <summary>Writes the header of a message (RFC 5322 §3.6), up to the fields that describe the body; never Bcc.</summary>
internal static class HeaderWriter
{
    public static string Write(EmailDraft draft, SenderHeader sender, string messageId, DateTimeOffset date)
    {
        var header = new StringBuilder(1024);
        Add(header, Headers.From, HeaderValue.Mailbox(sender.From, sender.DisplayName));
        if (ReplyTo(draft, sender) is { } replyTo)
            Add(header, Headers.ReplyTo, HeaderValue.Mailbox(replyTo.Address, replyTo.Name));
        AddRecipients(header, draft);
        Add(header, Headers.Subject, HeaderValue.Unstructured(Headers.Subject, draft.Subject));
        Add(header, Headers.Date, date.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Add(header, Headers.MessageId, messageId);
        AddThread(header, draft);
        foreach (var (name, value) in draft.Headers)
            Add(header, name, HeaderValue.Unstructured(name, value));
        Add(header, Headers.MimeVersion, "1.0");
        return header.ToString();
    }

    private static Mailbox? ReplyTo(EmailDraft draft, SenderHeader sender) =>
        draft.ReplyTo ?? (sender.ReplyTo is { } own ? new Mailbox(own, sender.DisplayName) : null);

    private static void AddRecipients(StringBuilder header, EmailDraft draft)
    {
        if (draft.To.Count > 0)
            Add(header, Headers.To, List(draft.To));
        if (draft.Cc.Count > 0)
            Add(header, Headers.Cc, List(draft.Cc));

        // Only Bcc: an empty group (RFC 5322 appendix A.1.3), because filters take a missing To for spam.
        if (draft.To.Count + draft.Cc.Count == 0)
            Add(header, Headers.To, "undisclosed-recipients:;");
    }

    // RFC 5322 §3.6.4: without known ancestors, the parent is the only reference.
    private static void AddThread(StringBuilder header, EmailDraft draft)
    {
        if (draft.InReplyTo is not null)
            Add(header, Headers.InReplyTo, draft.InReplyTo);
        var references = draft.References.Count > 0 || draft.InReplyTo is null ? draft.References : [draft.InReplyTo];
        if (references.Count > 0)
            Add(header, Headers.References, string.Join("\r\n ", references));
    }

    private static string List(IEnumerable<Mailbox> mailboxes) =>
        string.Join(",\r\n ", mailboxes.Select(mailbox => HeaderValue.Mailbox(mailbox.Address, mailbox.Name)));

    private static void Add(StringBuilder header, string name, string value) =>
        header.Append(name).Append(": ").Append(value).Append("\r\n");
}
