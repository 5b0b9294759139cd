using AgentMail.Core.Delivery;
using MailKit;
using MailKit.Net.Smtp;

namespace AgentMail.Worker.Smtp;

/// <summary>MailKit's answers and exceptions as replies in our vocabulary; secrets redacted.</summary>
internal static class SmtpReplies
{
    private const int AuthenticationRequired = 530;

    public static SmtpReply From(SmtpResponse response, SmtpAccount account) =>
        SmtpReplyText.Parse((int)response.StatusCode, account.Redact(response.Response));

    /// <summary>The reply an exception carries; null where the server sent none that could be read.</summary>
    public static SmtpReply? From(Exception fault, SmtpAccount account) => fault switch
    {
        SmtpCommandException command => SmtpReplyText.Parse((int)command.StatusCode, account.Redact(command.Message)),
        ServiceNotAuthenticatedException demand => SmtpReplyText.Parse(AuthenticationRequired, account.Redact(demand.Message)),
        _ => null,
    };
}
