using System.Net.Sockets;
using AgentMail.Core.Delivery;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AgentMail.Worker.Smtp;

/// <summary>Says in our vocabulary what broke the opening of a session: MailKit has an exception for each.</summary>
internal sealed class ConversationFault(SmtpAccount account, SmtpStage stage, CertificateCheck check, bool greeted)
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
            _ when timedOut && !greeted && stage is SmtpStage.Connect => Broken(SmtpFault.NoGreeting, PortHints.NoGreeting(account.Port)),
            _ when timedOut => Broken(SmtpFault.Silent, "The server did not answer in time."),
            _ when endless => Broken(SmtpFault.NotSmtp, "The server sent a reply without end. An admin should check that this is a mail server."),
            SslHandshakeException when check.Problem is { } problem => TlsFailed(check.Fault, $"{problem} Nothing was sent. {CertificateAdvice(check.Fault)}"),
            SslHandshakeException { InnerException: System.Security.Authentication.AuthenticationException } =>
                TlsFailed(SmtpFault.NotTls, PortHints.NotTls(account.Security, account.Port)),
            NotSupportedException when stage is SmtpStage.Tls => TlsFailed(SmtpFault.StartTlsMissing, PortHints.NoStartTls(account.Port)),
            _ when stage is SmtpStage.Tls => Broken(SmtpFault.NotTls, "The server ended the connection while it was being secured. An admin should check port and connection security."),
            _ when stage is SmtpStage.Connect => Broken(SmtpFault.NotSmtp, "The server ended the connection or does not speak SMTP. An admin should check port and connection security."),
            _ => Broken(SmtpFault.Lost, "The server ended the connection."),
        };
    }

    private static string CertificateAdvice(SmtpFault? fault) => fault switch
    {
        SmtpFault.CertificateName => "An admin should set the server's host to a name that the certificate has.",
        SmtpFault.CertificateExpired => "Whoever runs the mail server must renew it.",
        _ => "An admin should give the certificate of the issuer as the server's CA certificate, if it is one to trust.",
    };

    private static SmtpFailure TlsFailed(SmtpFault? fault, string hint) =>
        SmtpFailure.Without(null, SmtpStage.Tls, FailureClass.Policy, FailureReason.TlsFailed, hint, fault);

    // Whatever breaks off a sign-in says nothing about the password.
    private SmtpFailure Broken(SmtpFault fault, string hint) => SmtpFailure.Without(
        null, stage, FailureClass.Connection, stage is SmtpStage.Authenticate ? FailureReason.AuthenticationUnavailable : FailureReason.ConnectionFailed,
        hint + Hints.TriesAgain, fault);
}
