using System.Security.Cryptography.X509Certificates;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Smtp;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

public sealed class SmtpTlsTests : IDisposable
{
    private readonly TestCertificateAuthority _ca = new();

    [Theory]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task AServerOfTheConfiguredAuthorityIsTrusted(ConnectionSecurity security)
    {
        await using var server = Start(security, _ca.IssueForLoopback());

        var opened = await OpenAsync(Account(server, security, ca: _ca.CertificatePem));
        await using var session = opened.Session;
        var transaction = await session!.SendAsync(Ann);

        Assert.Equal("TLS1.3", transaction.TlsVersion);
        Assert.True(Assert.Single(server.Deliveries).Tls);
        Assert.Equal([SmtpStage.Resolve, SmtpStage.Connect, SmtpStage.Tls, SmtpStage.Authenticate], opened.Stages.Select(stage => stage.Stage));
        Assert.Contains("issued by CN=AgentMail test CA", opened.Stages[2].Detail, StringComparison.Ordinal);
        Assert.All(server.Sessions[0].Commands.Where(command => command.Verb is "AUTH" or "MAIL"), command => Assert.True(command.Tls));
    }

    [Theory]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task AnUnknownAuthorityIsRefusedAndNamed(ConnectionSecurity security)
    {
        using var stranger = new TestCertificateAuthority("Somebody else");
        await using var server = Start(security, stranger.IssueForLoopback());

        foreach (var ca in new[] { _ca.CertificatePem, null })
        {
            var opened = await OpenAsync(Account(server, security, ca: ca));

            Assert.Equal((SmtpStage.Tls, FailureClass.Policy, FailureReason.TlsFailed), (opened.Failure!.Error.Stage!.Value, opened.Failure.Class, opened.Failure.Reason));
            Assert.Contains("issued by CN=Somebody else", opened.Failure.Error.Hint, StringComparison.Ordinal);
        }

        AssertNothingConfidentialSent(server);
    }

    [Theory]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task AKeptSessionIsUsedAgain(ConnectionSecurity security)
    {
        await using var server = Start(security, _ca.IssueForLoopback());
        await using var pool = new SmtpSessionPool(
            Account(server, security, ca: _ca.CertificatePem), new SmtpTimeouts(), new SmtpPoolLimits(1), TimeProvider.System);

        for (var i = 0; i < 5; i++)
        {
            var opened = await pool.RentAsync(fresh: false, TestContext.Current.CancellationToken);
            await opened.Session!.SendAsync(Ann);
            await pool.ReturnAsync(opened.Session!);
        }

        Assert.Equal(5, Assert.Single(server.Sessions).Transactions.Count);
    }

    [Fact]
    public async Task TheMarksWordReachesTheCallerThroughTls()
    {
        await using var server = Start(ConnectionSecurity.StartTls, _ca.IssueForLoopback());
        var account = Account(server, ConnectionSecurity.StartTls, ca: _ca.CertificatePem);
        await using var first = (await OpenAsync(account)).Session!;
        await using var second = (await OpenAsync(account)).Session!;
        var envelope = new Envelope(Sender, [Ann]);

        var fenced = await first.SendAsync(envelope, Mime, _ => ValueTask.FromResult(false), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            second.SendAsync(envelope, Mime, _ => throw new InvalidTimeZoneException(), TestContext.Current.CancellationToken));

        Assert.Equal(SmtpOutcome.Fenced, fenced.Outcome);
        Assert.Empty(server.Deliveries);
    }

    [Fact]
    public async Task ACertificateForAnotherHostIsRefused()
    {
        await using var server = Start(ConnectionSecurity.StartTls, _ca.IssueFor("mail.other.example"));

        var opened = await OpenAsync(Account(server, ConnectionSecurity.StartTls, ca: _ca.CertificatePem, host: "localhost"));

        Assert.Equal(FailureReason.TlsFailed, opened.Failure!.Reason);
        Assert.Contains("not for the host name localhost", opened.Failure.Error.Hint, StringComparison.Ordinal);
        AssertNothingConfidentialSent(server);
    }

    [Fact]
    public async Task AStrippedStartTlsEndsTheConversationBeforeAnyCredential()
    {
        await using var server = ScriptedSmtpServer.Start();

        var opened = await OpenAsync(Account(server, ConnectionSecurity.StartTls));

        Assert.Equal((SmtpStage.Tls, FailureReason.TlsFailed), (opened.Failure!.Error.Stage!.Value, opened.Failure.Reason));
        Assert.Contains("does not offer STARTTLS", opened.Failure.Error.Hint, StringComparison.Ordinal);
        AssertNothingConfidentialSent(server);
    }

    [Fact]
    public async Task ARefusedStartTlsDoesNotFallBack()
    {
        await using var server = Start(ConnectionSecurity.StartTls, _ca.IssueForLoopback());
        server.Script.On(SmtpStep.StartTls, Play.Reply("454 4.7.0 TLS not available due to temporary reason"));

        var opened = await OpenAsync(Account(server, ConnectionSecurity.StartTls, ca: _ca.CertificatePem));

        Assert.Equal(FailureReason.TlsFailed, opened.Failure!.Reason);
        Assert.Equal(454, opened.Failure.Error.Reply!.Code);
        AssertNothingConfidentialSent(server);
    }

    [Fact]
    public async Task AResetHandshakeIsAConnectionFailure()
    {
        await using var server = Start(ConnectionSecurity.StartTls, _ca.IssueForLoopback());
        server.Script.On(SmtpStep.TlsHandshake, Play.Reset);

        var opened = await OpenAsync(Account(server, ConnectionSecurity.StartTls, ca: _ca.CertificatePem));

        Assert.Equal((SmtpStage.Tls, FailureClass.Connection), (opened.Failure!.Error.Stage!.Value, opened.Failure.Class));
    }

    [Fact]
    public async Task WordsSlippedInBeforeTlsAreNotTakenForTheServers()
    {
        await using var server = Start(ConnectionSecurity.StartTls, _ca.IssueForLoopback());
        server.Script.On(SmtpStep.StartTls, Play.Raw("220 go ahead\r\n250-slipped\r\n250 AUTH LOGIN\r\n"));

        var opened = await OpenAsync(Account(server, ConnectionSecurity.StartTls, ca: _ca.CertificatePem), new() { Command = TimeSpan.FromSeconds(1) });

        await (opened.Session?.DisposeAsync() ?? ValueTask.CompletedTask);
        AssertNothingConfidentialSent(server);
    }

    [Fact]
    public async Task APlainServerOnATlsPortSaysSo()
    {
        await using var server = ScriptedSmtpServer.Start();

        var opened = await OpenAsync(Account(server, ConnectionSecurity.Tls));

        Assert.Equal((SmtpStage.Tls, FailureReason.TlsFailed), (opened.Failure!.Error.Stage!.Value, opened.Failure.Reason));
        server.DropConnections();
    }

    public void Dispose() => _ca.Dispose();

    private static ScriptedSmtpServer Start(ConnectionSecurity security, X509Certificate2 certificate) =>
        ScriptedSmtpServer.Start(new SmtpScript { Certificate = certificate, ImplicitTls = security is ConnectionSecurity.Tls });

    private static void AssertNothingConfidentialSent(ScriptedSmtpServer server) => Assert.All(
        server.Sessions.SelectMany(session => session.Commands).Where(command => !command.Tls),
        command => Assert.True(command.Verb is "EHLO" or "STARTTLS" or "QUIT", command.Line));
}
