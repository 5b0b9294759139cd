using System.Text;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using MailKit.Net.Smtp;
using MimeKit;

namespace AgentMail.Worker.Smtp;

/// <summary>Envelope and bytes in MailKit's types, as far as the server's extensions allow.</summary>
internal sealed class OutboundMessage
{
    private readonly Dictionary<string, SmtpFailure> _unsendable = [];
    private readonly Dictionary<string, MailboxAddress> _mailboxes = [];

    public OutboundMessage(Envelope envelope, ReadOnlyMemory<byte> raw, SmtpCapabilities capabilities, Action written)
    {
        var utf8 = capabilities.HasFlag(SmtpCapabilities.UTF8);
        Sender = Mailbox(envelope.Sender);
        if (!utf8 && IsBeyondAscii(Sender))
            Problem = Utf8Missing(SmtpStage.MailFrom, envelope.Sender);
        else if (!capabilities.HasFlag(SmtpCapabilities.EightBitMime) && !Ascii.IsValid(raw.Span))
            Problem = Refused(SmtpStage.Data, "The message has 8-bit content, which the server does not take (8BITMIME).");
        if (!FrozenMessage.TryWrap(raw, written, out var message))
            Problem ??= Refused(SmtpStage.Data, "The message has no empty line after its headers.");
        Message = message;

        var recipients = new List<MailboxAddress>(envelope.Recipients.Count);
        foreach (var address in envelope.Recipients)
        {
            var mailbox = _mailboxes[address] = Mailbox(address);
            if (!utf8 && IsBeyondAscii(mailbox))
                _unsendable[address] = Utf8Missing(SmtpStage.RcptTo, address);
            else
                recipients.Add(mailbox);
        }

        Recipients = recipients;
        if (recipients.Count == 0)
            Problem ??= _unsendable.Values.FirstOrDefault() ?? Refused(SmtpStage.RcptTo, "The message has no recipients.");
    }

    public MimeMessage Message { get; }

    public MailboxAddress Sender { get; }

    public IReadOnlyList<MailboxAddress> Recipients { get; }

    /// <summary>A local part beyond ASCII is what SMTPUTF8 is for (RFC 6531); a domain has its ASCII form.</summary>
    public bool NeedsUtf8 => IsBeyondAscii(Sender) || _mailboxes.Values.Any(IsBeyondAscii);

    /// <summary>Whether any domain goes out in its ASCII form.</summary>
    public bool HasForeignDomain => Sender.IsInternational || Recipients.Any(recipient => recipient.IsInternational);

    /// <summary>Why there is no point in beginning; null where there is.</summary>
    public SmtpFailure? Problem { get; }

    /// <summary>A recipient as MailKit names it.</summary>
    public MailboxAddress this[string address] => _mailboxes[address];

    /// <summary>Why this recipient was left out; null where it was not.</summary>
    public SmtpFailure? ProblemWith(string address) => _unsendable.GetValueOrDefault(address);

    private static MailboxAddress Mailbox(string address) => new("", address);

    private static bool IsBeyondAscii(MailboxAddress mailbox) => !Ascii.IsValid(mailbox.LocalPart);

    private static SmtpFailure Utf8Missing(SmtpStage stage, string address) => Refused(
        stage, $"The address {address} has letters before the @ that the server does not take (SMTPUTF8). Use another address.",
        stage is SmtpStage.RcptTo ? FailureReason.RecipientRefused : FailureReason.MessageRefused);

    private static SmtpFailure Refused(SmtpStage stage, string hint, FailureReason reason = FailureReason.MessageRefused) =>
        SmtpFailure.Without(null, stage, FailureClass.Permanent, reason, hint);
}
