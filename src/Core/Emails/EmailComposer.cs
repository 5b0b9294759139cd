using AgentMail.Core.Signatures;

namespace AgentMail.Core.Emails;

/// <summary>Makes the message once, at intake: the same bytes go out at every attempt, whatever changes in between.</summary>
/// <remarks>Pure: the same arguments give the same bytes, boundaries included.</remarks>
public static class EmailComposer
{
    /// <summary>Composes an email.</summary>
    /// <param name="draft">What is said to whom.</param>
    /// <param name="sender">Who says it.</param>
    /// <param name="signature">What is put under it; null for nothing.</param>
    /// <param name="messageId">From <see cref="InternetMessageId.New"/>.</param>
    /// <param name="date">When; written in UTC.</param>
    public static ComposedEmail Compose(
        EmailDraft draft, SenderHeader sender, SignatureContent? signature, string messageId, DateTimeOffset date)
    {
        var bodies = EmailBodies.Of(draft, signature);
        using var body = MimeTree.Build(bodies, [.. draft.Attachments, .. bodies.Images], messageId);
        return new ComposedEmail(
            MimeBytes.Of(HeaderWriter.Write(draft, sender, messageId, date), body), EnvelopeOf(draft, sender), messageId, draft.Subject,
            bodies.Html, bodies.Text, Mailboxes(draft, sender).Any(address => address.NeedsSmtpUtf8))
        {
            InlineImages = bodies.Images,
        };
    }

    // An address in to and bcc, or twice in to, gets one copy.
    private static Envelope EnvelopeOf(EmailDraft draft, SenderHeader sender) =>
        new(sender.From.WireValue, [.. Recipients(draft).Distinct().Select(address => address.WireValue)]);

    private static IEnumerable<EmailAddress> Recipients(EmailDraft draft) =>
        draft.To.Concat(draft.Cc).Concat(draft.Bcc).Select(mailbox => mailbox.Address);

    private static IEnumerable<EmailAddress> Mailboxes(EmailDraft draft, SenderHeader sender) =>
        [sender.From, .. Recipients(draft), .. ReplyTo(draft, sender)];

    private static IEnumerable<EmailAddress> ReplyTo(EmailDraft draft, SenderHeader sender) =>
        (draft.ReplyTo?.Address ?? sender.ReplyTo) is { } address ? [address] : [];
}
