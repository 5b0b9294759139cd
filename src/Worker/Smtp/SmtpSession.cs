using System.Net.Sockets;
using AgentMail.Core.Delivery;
using MailKit;
using MailKit.Net.Smtp;
using Envelope = AgentMail.Core.Emails.Envelope;

namespace AgentMail.Worker.Smtp;

/// <summary>One kept connection to an outbound server, secured and signed in. Takes one message at a time.</summary>
public sealed class SmtpSession : IAsyncDisposable
{
    private readonly SmtpAccount _account;
    private readonly SmtpTimeouts _timeouts;
    private readonly TimeProvider _clock;
    private readonly GuardedStream _stream;
    private readonly ConversationWatch _watch;
    private readonly Socket _socket;
    private bool _spent;
    private bool _utf8Withheld;

    internal SmtpSession(
        SmtpAccount account, SmtpTimeouts timeouts, TimeProvider clock, SmtpWireClient client, GuardedStream stream, ConversationWatch watch, Socket socket)
    {
        (_account, _timeouts, _clock, Client, _stream, _watch, _socket) = (account, timeouts, clock, client, stream, watch, socket);
        CreatedAt = LastUsedAt = clock.GetUtcNow();
    }

    internal SmtpWireClient Client { get; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When its last transaction ended.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>How many transactions were begun on it.</summary>
    public int Transactions { get; private set; }

    /// <summary>Such as <c>TLS1.3</c>; null on a plain connection.</summary>
    public string? TlsVersion => TlsName(Client);

    /// <summary>Whether it can take a message, as far as can be told without asking the server: an idle one has nothing to say but farewell.</summary>
    public bool IsUsable => !_spent && Client.IsConnected && !_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Opens a session; whatever goes wrong with the server or account is in the result.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static Task<SmtpOpenResult> OpenAsync(SmtpAccount account, SmtpTimeouts timeouts, TimeProvider clock, CancellationToken cancellation) =>
        new SmtpSessionOpener(account, timeouts, clock).OpenAsync(cancellation);

    /// <summary>Sends one message in one transaction; whatever goes wrong with server, recipients or connection is in the result.</summary>
    /// <param name="envelope">From whom and to whom; the content is not asked.</param>
    /// <param name="rawMime">Sent as it is.</param>
    /// <param name="enterData">
    /// The durable mark: awaited once, after the server asked for the body and before a byte of it leaves. Where it
    /// answers false no byte does, and the connection is dropped.
    /// </param>
    /// <param name="cancellation">Ends the connection; once the final dot may be out, the outcome is uncertain instead.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled before the message could have been accepted.</exception>
    public async Task<SmtpTransaction> SendAsync(
        Envelope envelope, ReadOnlyMemory<byte> rawMime, Func<CancellationToken, ValueTask<bool>> enterData, CancellationToken cancellation)
    {
        var transaction = await ConverseAsync(envelope, rawMime, enterData, cancellation);
        _spent |= !transaction.SessionUsable;
        return transaction;
    }

    /// <summary>Says goodbye within a short time and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new Deadline(_timeouts.Quit, _clock, CancellationToken.None);
        try
        {
            await Client.DisconnectAsync(quit: IsUsable, deadline.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It is closed either way.
        }

        Abort();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_account} since {CreatedAt:O}, {Transactions} transactions";

    /// <summary>Closes without a word.</summary>
    internal void Abort()
    {
        Client.Dispose();
        _stream.Dispose();
    }

    internal static string? TlsName(SmtpWireClient client) => client.SslProtocol switch
    {
        System.Security.Authentication.SslProtocols.None => null,
        System.Security.Authentication.SslProtocols.Tls12 => "TLS1.2",
        System.Security.Authentication.SslProtocols.Tls13 => "TLS1.3",
        var older => older.ToString(),
    };

    private async Task<SmtpTransaction> ConverseAsync(
        Envelope envelope, ReadOnlyMemory<byte> rawMime, Func<CancellationToken, ValueTask<bool>> enterData, CancellationToken cancellation)
    {
        var reused = Transactions++ > 0;
        using var deadline = new Deadline(_timeouts.Envelope, _clock, cancellation);
        var exchange = new SmtpExchange(rawMime.Length, response => SmtpReplies.From(response, _account), enterData, new StageLog(_clock));
        var outbound = new OutboundMessage(envelope, rawMime, Client.Capabilities, () =>
        {
            exchange.BodyWritten();
            AwaitBody(exchange, deadline);
        });
        exchange.Begin();
        var report = new TransactionReport(envelope, exchange, outbound, reused, TlsVersion, _clock);
        try
        {
            if (outbound.NeedsUtf8 && _utf8Withheld)
                return report.Stale();
            if (outbound.Problem is { } problem)
                return report.NotBegun(problem, Client.IsConnected);

            Listen(exchange, deadline);
            if (!outbound.NeedsUtf8 && outbound.HasForeignDomain)
                WithholdUtf8();
            _stream.AllowReplies(envelope.Recipients.Count);
            var text = await Client.SendAsync(outbound.Message, outbound.Sender, outbound.Recipients, deadline.Token);
            return report.Accepted(SmtpReplyText.Parse((int)SmtpStatusCode.Ok, _account.Redact(text)), Client.IsConnected);
        }
        catch (Exception e) when (e is SmtpCommandException or SmtpProtocolException or ServiceNotAuthenticatedException or ServiceNotConnectedException
            or IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return report.Failed(SmtpReplies.From(e, _account), deadline, _stream.LimitExceeded, Client.IsConnected);
        }
        finally
        {
            Client.Exchange = null;
            LastUsedAt = _clock.GetUtcNow();
        }
    }

    private void Listen(SmtpExchange exchange, Deadline deadline)
    {
        Client.Exchange = exchange;
        _watch.DataSent = exchange.DataSent;
        _watch.DataInvited = () => _stream.BeforeNextWrite(async cancellation =>
        {
            await exchange.EnterDataAsync(cancellation);
            AwaitBody(exchange, deadline);
        });
    }

    private void AwaitBody(SmtpExchange exchange, Deadline deadline)
    {
        if (exchange.BodyStarted)
            deadline.Restart(exchange.BodyEnded ? _timeouts.FinalDot : _timeouts.Body);
    }

    // MailKit asks for SMTPUTF8 wherever the server has it and a domain is not ASCII; the next server may lack it and bounce
    // what the domain's A-label would have brought there. It lets a capability be put away but not taken out again.
    private void WithholdUtf8()
    {
        Client.Capabilities &= ~SmtpCapabilities.UTF8;
        _utf8Withheld = true;
    }
}
