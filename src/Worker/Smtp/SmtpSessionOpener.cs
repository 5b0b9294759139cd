using System.Net.Sockets;
using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;
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
                return Fail(unresolved);

            _stages.End(string.Join(", ", addresses.AsEnumerable()));
            _stages.Begin(SmtpStage.Connect);
            var (socket, unreachable) = await SmtpConnector.ConnectAsync(addresses, account.Port, timeouts.Connect, clock, deadline.Token);
            return socket is null ? Fail(unreachable!) : await ConverseAsync(socket, deadline);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            deadline.ThrowIfCancelledByCaller();
            var fault = _stages.Current is SmtpStage.Resolve ? SmtpFault.LookupFailed : SmtpFault.Unreachable;
            return Fail(SmtpFailure.Broken(_stages.Current, $"No answer came in time. An admin should check host, port and firewall.{Hints.TriesAgain}", fault));
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
            failure = await SmtpSignIn.RunAsync(account, session.Client, _stages, deadline.Token);
        }
        catch (Exception e) when (ConversationFault.IsOne(e))
        {
            failure = new ConversationFault(account, _stages.Current, check, watch.Greeted).Explain(e, deadline.HasPassed, stream.LimitExceeded);
        }
        finally
        {
            if (failure is not null || !session.Client.IsConnected)
                session.Abort();
        }

        if (failure is null)
            return new SmtpOpenResult(session, null, _stages.Reports);
        deadline.ThrowIfCancelledByCaller();
        return Fail(failure);
    }

    private SmtpOpenResult Fail(SmtpFailure failure)
    {
        _stages.Fail(failure);
        return new SmtpOpenResult(null, failure, _stages.Reports);
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

    private static SecureSocketOptions Options(ConnectionSecurity security) => security switch
    {
        ConnectionSecurity.Tls => SecureSocketOptions.SslOnConnect,
        ConnectionSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };
}
