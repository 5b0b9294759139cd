using System.Net;
using System.Net.Sockets;
using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;
using AgentMail.Worker.Sasl;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AgentMail.Worker.Smtp;

/// <summary>Opens a session: resolve, connect, tls, authenticate. Each step ends its stage or fails it.</summary>
internal sealed class SmtpSessionOpener(SmtpAccount account, SmtpTimeouts timeouts, TimeProvider clock)
{
    private readonly StageLog _stages = new(clock);

    public async Task<SmtpOpenResult> OpenAsync(CancellationToken cancellation)
    {
        using var deadline = new Deadline(timeouts.Connect, clock, cancellation);
        _stages.Begin(SmtpStage.Resolve);
        try
        {
            var (addresses, unresolved) = await SmtpConnector.ResolveAsync(account, deadline.Token);
            if (unresolved is not null)
                return _stages.Fail(unresolved);

            _stages.End(string.Join(", ", addresses.AsEnumerable()));
            _stages.Begin(SmtpStage.Connect);
            var (socket, unreachable) = await SmtpConnector.ConnectAsync(addresses, account.Port, timeouts.Connect, clock, deadline.Token);
            return socket is null ? _stages.Fail(unreachable!) : await ConverseAsync(socket, deadline);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            deadline.ThrowIfCancelledByCaller();
            return _stages.Fail(SmtpFailure.Broken(_stages.Current, "The host could not be looked up in time. AgentMail tries again."));
        }
    }

    private async Task<SmtpOpenResult> ConverseAsync(Socket socket, Deadline deadline)
    {
        var watch = new ConversationWatch();
        var stream = new GuardedStream(new NetworkStream(socket, ownsSocket: true));
        var session = new SmtpSession(account, timeouts, clock, new SmtpWireClient(watch), stream, watch, socket);
        var check = new CertificateCheck(account.Host, account.CaCertificate);
        SmtpFailure? failure = null;
        try
        {
            deadline.Restart(timeouts.Command);
            await GreetAsync(session.Client, stream, watch, check, $"{socket.RemoteEndPoint}", deadline.Token);
            deadline.Restart(timeouts.Command);
            failure = await SignInAsync(session.Client, deadline.Token);
        }
        catch (Exception e) when (IsConversational(e))
        {
            failure = Explain(e, check, stream, deadline);
        }
        finally
        {
            if (failure is not null || !session.Client.IsConnected)
                session.Abort();
        }

        deadline.ThrowIfCancelledByCaller();
        return failure is null ? new SmtpOpenResult(session, null, _stages.Reports) : _stages.Fail(failure);
    }

    private async Task GreetAsync(
        SmtpWireClient client, GuardedStream stream, ConversationWatch watch, CertificateCheck check, string peer, CancellationToken cancellation)
    {
        client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => check.Accept(certificate, chain, errors);
        if (account.Security is ConnectionSecurity.Tls)
            BeginTls(peer);
        else if (account.Security is ConnectionSecurity.StartTls)
            watch.Welcomed = () => BeginTls(peer);

        await client.ConnectAsync(stream, account.Host, account.Port, Options(account.Security), cancellation);
        _stages.End(account.Security is ConnectionSecurity.None ? peer : $"{SmtpSession.TlsName(client)}, certificate {check.Shown}");
    }

    private void BeginTls(string peer)
    {
        _stages.End(peer);
        _stages.Begin(SmtpStage.Tls);
    }

    // What server and network can do to a conversation; anything else is our own fault and not hidden as theirs.
    private static bool IsConversational(Exception fault) => fault
        is SmtpCommandException or SmtpProtocolException or SslHandshakeException or NotSupportedException
        or IOException or SocketException or OperationCanceledException or ServiceNotConnectedException or ObjectDisposedException
        or SaslException or ArgumentException or FormatException;

    private SmtpFailure Explain(Exception fault, CertificateCheck check, GuardedStream stream, Deadline deadline)
    {
        if (SmtpReplies.From(fault, account) is { } reply)
            return SmtpFailure.FromReply(_stages.Current, reply);

        return fault switch
        {
            _ when deadline.HasPassed => Broken("The server did not answer in time. AgentMail tries again."),
            _ when stream.LimitExceeded => Broken("The server sent a reply without end. An admin should check that this is a mail server."),
            SslHandshakeException when check.Problem is { } problem =>
                TlsFailed($"{problem} Nothing was sent. An admin should check the host name, or configure the server's CA certificate."),
            SslHandshakeException { InnerException: System.Security.Authentication.AuthenticationException } =>
                TlsFailed($"The server did not answer in TLS, or in no version known here. {Hints.TlsUnavailable}"),
            NotSupportedException => TlsFailed($"The server does not offer STARTTLS. {Hints.TlsUnavailable}"),
            SaslException or ArgumentException or FormatException => SmtpFailure.Without(
                null, SmtpStage.Authenticate, FailureClass.Authentication, FailureReason.CredentialsRefused,
                "The user ID or password has characters that this server's way of signing in does not allow."),
            _ => Broken("The server ended the connection, or answered in something that is not SMTP. An admin should check port and connection security; AgentMail tries again."),
        };
    }

    private static SmtpFailure TlsFailed(string hint) =>
        SmtpFailure.Without(null, SmtpStage.Tls, FailureClass.Policy, FailureReason.TlsFailed, hint);

    // Whatever breaks off a sign-in says nothing about the password.
    private SmtpFailure Broken(string hint) => _stages.Current is SmtpStage.Authenticate
        ? SmtpFailure.Without(null, SmtpStage.Authenticate, FailureClass.Connection, FailureReason.AuthenticationUnavailable, hint)
        : SmtpFailure.Broken(_stages.Current, hint);

    private async Task<SmtpFailure?> SignInAsync(SmtpWireClient client, CancellationToken cancellation)
    {
        if (account.Authentication is AuthenticationKind.None)
            return null;

        _stages.Begin(SmtpStage.Authenticate);
        var offered = SaslMechanisms.BestFirst.Where(mechanism => client.AuthenticationMechanisms.Contains(mechanism.Name));
        var credential = new NetworkCredential(account.UserId, account.Password);
        SmtpReply? refusal = null;
        foreach (var mechanism in offered)
        {
            var response = await client.SignInAsync(mechanism, credential, cancellation);
            if (response.StatusCode is SmtpStatusCode.AuthenticationSuccessful)
            {
                _stages.End(mechanism.Name);
                return null;
            }

            refusal = SmtpReplies.From(response, account);

            // Only a mechanism that the server turns out not to have is worth another try: wrong passwords lock accounts.
            if (response.StatusCode is not SmtpStatusCode.CommandParameterNotImplemented)
                break;
        }

        return refusal is null ? NotOffered(client) : SmtpFailure.FromReply(SmtpStage.Authenticate, refusal);
    }

    private static SmtpFailure NotOffered(SmtpWireClient client) => SmtpFailure.Without(
        null, SmtpStage.Authenticate, FailureClass.Authentication, FailureReason.AuthenticationNotAllowed,
        client.AuthenticationMechanisms.Count == 0
            ? "The server offers no sign-in on this port. An admin should use the submission port (587 or 465), or set authentication to none."
            : $"The server takes no password; it offers {string.Join(", ", client.AuthenticationMechanisms.Order())}. An admin should allow password sign-in there.");

    private static SecureSocketOptions Options(ConnectionSecurity security) => security switch
    {
        ConnectionSecurity.Tls => SecureSocketOptions.SslOnConnect,
        ConnectionSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };
}
