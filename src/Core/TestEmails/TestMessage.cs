using AgentMail.Core.Emails;
using AgentMail.Core.Identities;

namespace AgentMail.Core.TestEmails;

/// <summary>The message of a test, composed as every other.</summary>
public static class TestMessage
{
    /// <summary>Composes it. The same arguments give the same message but for its <c>Message-ID</c>.</summary>
    public static ComposedEmail Compose(SendingIdentity identity, string to, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var draft = new EmailDraft
        {
            To = [new Mailbox(EmailAddress.Parse(to))],
            Subject = "Test email from AgentMail",
            Text = $"This is the test email that was asked for. It was sent as {identity.From} through the server '{identity.Server.Name}'.\n\n"
                + "That it is here means that sending works with these settings. Nothing needs to be done.",
            Headers = [new(Headers.AutoSubmitted, "auto-generated")],
        };
        return EmailComposer.Compose(draft, EmailSender.HeaderOf(identity), null, InternetMessageId.New(EmailSender.AddressOf(identity)), now);
    }
}
