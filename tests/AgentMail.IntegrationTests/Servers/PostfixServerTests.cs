using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AgentMail.TestKit.Servers;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AgentMail.IntegrationTests.Servers;

public sealed class PostfixServerTests(IntegrationServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SecureSocketOptions.StartTls)]
    [InlineData(SecureSocketOptions.SslOnConnect)]
    public async Task The_mailbox_tells_who_signed_in(SecureSocketOptions security)
    {
        var server = await servers.PostfixAsync();
        var agent = $"agent-{security}@example.test".ToLowerInvariant();
        var customer = $"customer-{security}@example.test".ToLowerInvariant();
        await server.AddUserAsync(agent, "s3cret");
        using var client = await ConnectAsync(server, security);
        await client.AuthenticateAsync(agent, "s3cret", Cancellation);
        await client.SendAsync(Mail(agent, customer), Cancellation);

        var delivery = await server.WaitForMailAsync(customer);
        Assert.Equal(agent, delivery.AuthenticatedSender);
        Assert.Equal(agent, delivery.EnvelopeSender);
        Assert.Equal("Grüße", delivery.Message.Subject);
        Assert.True(delivery.Tls);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public async Task A_wrong_password_gets_535_and_the_right_one_passes(string mechanism)
    {
        var server = await servers.PostfixAsync();
        var agent = $"{mechanism}@example.test".ToLowerInvariant();
        await server.AddUserAsync(agent, "right");
        using var client = await ConnectAsync(server, SecureSocketOptions.StartTls);
        client.AuthenticationMechanisms.IntersectWith([mechanism]);

        var refusal = await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync(agent, "wrong", Cancellation));
        await client.AuthenticateAsync(agent, "right", Cancellation);

        Assert.StartsWith("535: 5.7.8", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reject", 550)]
    [InlineData("defer", 451)]
    [InlineData("quota", 552)]
    public async Task Some_recipients_are_refused(string recipient, int code)
    {
        var server = await servers.PostfixAsync();
        await server.AddUserAsync("agent-refused@example.test", "s3cret");
        using var client = await ConnectAsync(server, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync("agent-refused@example.test", "s3cret", Cancellation);

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(
            () => client.SendAsync(Mail("agent-refused@example.test", $"{recipient}@example.test"), Cancellation));

        Assert.Equal(code, (int)refusal.StatusCode);
    }

    [Fact]
    public async Task Who_does_not_know_its_authority_does_not_connect()
    {
        var server = await servers.PostfixAsync();
        using var client = new SmtpClient { CheckCertificateRevocation = false };

        await Assert.ThrowsAsync<SslHandshakeException>(
            () => client.ConnectAsync(server.Host, server.StartTlsPort, SecureSocketOptions.StartTls, Cancellation));
    }

    private static async Task<SmtpClient> ConnectAsync(PostfixServer server, SecureSocketOptions security)
    {
        using var ca = X509Certificate2.CreateFromPem(server.CaCertificatePem);
        var client = new SmtpClient
        {
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, _, errors) =>
                !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && IsIssuedBy(ca, certificate!),
        };
        var port = security == SecureSocketOptions.StartTls ? server.StartTlsPort : server.ImplicitTlsPort;
        await client.ConnectAsync(server.Host, port, security, Cancellation);
        return client;
    }

    private static bool IsIssuedBy(X509Certificate2 ca, X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(new X509Certificate2(certificate));
    }

    private static MimeMessage Mail(string from, string to) => new(
        [new MailboxAddress("Agent", from)], [new MailboxAddress("", to)], "Grüße", new TextPart("plain") { Text = "Good morning" });
}
