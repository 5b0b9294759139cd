using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AgentMail.Tests.TestKit;

public sealed class ScriptedSmtpServerTlsTests : IDisposable
{
    private readonly TestCertificateAuthority _ca = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, SecureSocketOptions.StartTls)]
    [InlineData(true, SecureSocketOptions.SslOnConnect)]
    public async Task Both_kinds_of_TLS_carry_AUTH_and_mail(bool implicitTls, SecureSocketOptions security)
    {
        await using var server = Start(_ca.IssueForLoopback(), implicitTls);
        using var client = Trusting(_ca);
        await client.ConnectAsync(server.Host, server.Port, security, Cancellation);
        await client.AuthenticateAsync("agent1@example.test", "s3cret", Cancellation);
        await client.SendAsync(ScriptedSmtpServerTests.Mail(), Cancellation);

        Assert.True(Assert.Single(server.Deliveries).Tls);
        Assert.All(server.Sessions[0].Commands.Where(c => c.Verb is "AUTH" or "MAIL"), c => Assert.True(c.Tls));
    }

    [Fact]
    public async Task AUTH_is_offered_only_after_STARTTLS()
    {
        await using var server = Start(_ca.IssueForLoopback());
        using var client = new SmtpClient();
        await client.ConnectAsync(server.Host, server.Port, SecureSocketOptions.None, Cancellation);

        Assert.False(client.Capabilities.HasFlag(SmtpCapabilities.Authentication));
        Assert.True(client.Capabilities.HasFlag(SmtpCapabilities.StartTLS));
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_by_the_client()
    {
        await using var server = Start(_ca.IssueFor("elsewhere.example.test"));
        using var client = Trusting(_ca);

        await Assert.ThrowsAsync<SslHandshakeException>(
            () => client.ConnectAsync(server.Host, server.Port, SecureSocketOptions.StartTls, Cancellation));
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_by_the_client()
    {
        using var unknown = new TestCertificateAuthority("Another CA");
        await using var server = Start(unknown.IssueForLoopback());
        using var client = Trusting(_ca);

        await Assert.ThrowsAsync<SslHandshakeException>(
            () => client.ConnectAsync(server.Host, server.Port, SecureSocketOptions.StartTls, Cancellation));
    }

    public void Dispose() => _ca.Dispose();

    private static ScriptedSmtpServer Start(X509Certificate2 certificate, bool implicitTls = false)
        => ScriptedSmtpServer.Start(new SmtpScript { Certificate = certificate, ImplicitTls = implicitTls });

    private static SmtpClient Trusting(TestCertificateAuthority ca) => new()
    {
        CheckCertificateRevocation = false,
        ServerCertificateValidationCallback = (_, certificate, _, errors) =>
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && ca.HasIssued(certificate),
    };
}
