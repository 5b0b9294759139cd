using System.Net.Sockets;
using AgentMail.Core.Delivery;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AgentMail.Worker.Smtp;

/// <summary>Says in our vocabulary what broke the opening of a session: MailKit has an exception for each.</summary>
internal sealed class ConversationFault(SmtpAccount account, SmtpStage stage, CertificateCheck check)
{
    // What server and network can do to a conversation; anything else is our own fault and not hidden as theirs.
    public static bool IsOne(Exception fault) => fault
        is SmtpCommandException or SmtpProtocolException or SslHandshakeException or NotSupportedException
        or IOException or SocketException or OperationCanceledException or ServiceNotConnectedException or ObjectDisposedException;

    public SmtpFailure Explain(Exception fault, bool timedOut, bool endless)
    {
        if (SmtpReplies.From(fault, account) is { } reply)
            return SmtpFailure.FromReply(stage, reply);

        return fault switch
        {
            _ when timedOut => Broken("The server did not answer in time. AgentMail tries again."),
            _ when endless => Broken("The server sent a reply without end. An admin should check that this is a mail server."),
            SslHandshakeException when check.Problem is { } problem =>
                TlsFailed($"{problem} Nothing was sent. An admin should check the host name, or configure the server's CA certificate."),
            SslHandshakeException { InnerException: System.Security.Authentication.AuthenticationException } =>
                TlsFailed($"The server did not answer in TLS, or in no version known here. {Hints.TlsUnavailable}"),
            NotSupportedException => TlsFailed($"The server does not offer STARTTLS. {Hints.TlsUnavailable}"),
            _ => Broken("The server ended the connection or does not speak SMTP. An admin should check port and connection security; AgentMail tries again."),
        };
    }

    private static SmtpFailure TlsFailed(string hint) =>
        SmtpFailure.Without(null, SmtpStage.Tls, FailureClass.Policy, FailureReason.TlsFailed, hint);

    // Whatever breaks off a sign-in says nothing about the password.
    private SmtpFailure Broken(string hint) => stage is SmtpStage.Authenticate
        ? SmtpFailure.Without(null, SmtpStage.Authenticate, FailureClass.Connection, FailureReason.AuthenticationUnavailable, hint)
        : SmtpFailure.Broken(stage, hint);
}
