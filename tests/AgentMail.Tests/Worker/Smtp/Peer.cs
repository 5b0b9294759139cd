using System.Text;
using AgentMail.Core.Emails;
using AgentMail.Core.Servers;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Smtp;
using SmtpSession = AgentMail.Worker.Smtp.SmtpSession;
using SmtpTransaction = AgentMail.Worker.Smtp.SmtpTransaction;

namespace AgentMail.Tests.Worker.Smtp;

/// <summary>What the tests of the SMTP conversation share: an account at the scripted server, a message, short words.</summary>
internal static class Peer
{
    public const string Password = "corréct horse/battery";
    public const string Sender = "agent@shop.example";
    public const string Ann = "ann@customer.example";
    public const string Bob = "bob@customer.example";

    public static readonly byte[] Mime = Bytes("From: agent@shop.example\r\nSubject: hello\r\n\r\nbody\r\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static SmtpAccount Account(
        ScriptedSmtpServer server,
        ConnectionSecurity security = ConnectionSecurity.None,
        AuthenticationKind authentication = AuthenticationKind.Password,
        string? ca = null,
        string? host = null,
        bool allowPrivate = true) => new()
        {
            Host = host ?? server.Host,
            Port = server.Port,
            Security = security,
            Authentication = authentication,
            UserId = Sender,
            Password = Password,
            CaCertificate = ca,
            AllowPrivateNetworks = allowPrivate,
        };

    public static Task<SmtpOpenResult> OpenAsync(SmtpAccount account, SmtpTimeouts? timeouts = null) =>
        SmtpSession.OpenAsync(account, timeouts ?? new SmtpTimeouts(), TimeProvider.System, Cancellation);

    public static async Task<SmtpSession> SessionAsync(ScriptedSmtpServer server, SmtpTimeouts? timeouts = null)
    {
        var opened = await OpenAsync(Account(server), timeouts);
        Assert.Null(opened.Failure);
        return opened.Session!;
    }

    public static Task<SmtpTransaction> SendAsync(this SmtpSession session, params string[] recipients) =>
        session.SendAsync(new Envelope(Sender, recipients), Mime, Mark, Cancellation);

    public static Task<SmtpTransaction> SendMimeAsync(this SmtpSession session, byte[] mime) =>
        session.SendAsync(new Envelope(Sender, [Ann]), mime, Mark, Cancellation);

    public static ValueTask<bool> Mark(CancellationToken cancellation) => ValueTask.FromResult(true);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
