using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AgentMail.Worker.Sasl;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AgentMail.Worker.Smtp;

/// <summary>
/// MailKit's client, changed where it would lose something: a refused recipient is noted instead of ending the
/// transaction, AUTH answers with the server's reply, and the message goes out as it is.
/// </summary>
internal sealed class SmtpWireClient(IProtocolLogger watch) : SmtpClient(watch)
{
    // Each known exchange is over in four; a server may not keep one going for ever.
    private const int MaxChallenges = 8;

    /// <summary>Notes what is said about the message in hand.</summary>
    public SmtpExchange? Exchange { get; set; }

    /// <summary>The reply to AUTH by one mechanism, whatever it is (RFC 4954 §4); null where the server's challenges make no sense.</summary>
    /// <exception cref="ArgumentException">User ID or password cannot be sent by this mechanism.</exception>
    public async Task<SmtpResponse?> SignInAsync(PasswordMechanism mechanism, System.Net.NetworkCredential credential, CancellationToken cancellation)
    {
        var sasl = mechanism.Create(credential);
        var first = sasl.SupportsInitialResponse ? " " + await sasl.ChallengeAsync(null, cancellation) : "";
        var response = await SendCommandAsync($"AUTH {mechanism.Name}{first}", cancellation);
        for (var step = 0; response.StatusCode is SmtpStatusCode.AuthenticationChallenge; step++)
        {
            if (step == MaxChallenges || await AnswerAsync(mechanism, sasl, response.Response, cancellation) is not { } answer)
                return null;
            response = await SendCommandAsync(answer, cancellation);
        }

        return response;
    }

    private static async Task<string?> AnswerAsync(PasswordMechanism mechanism, SaslMechanism sasl, string challenge, CancellationToken cancellation)
    {
        if (!ServerChallenge.IsAnswerable(mechanism, challenge))
            return null;
        try
        {
            return await sasl.ChallengeAsync(challenge, cancellation) ?? "";
        }
        catch (Exception e) when (e is SaslException or FormatException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(string host, RemoteCertificateValidationCallback validate)
    {
        var options = base.GetSslClientAuthenticationOptions(host, validate);

        // A certificate names addresses to fetch lists and issuers from: that would be I/O to anywhere, without our deadline.
        options.CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        return options;
    }

    // The message was composed once (its bytes are signed and stored): nothing here may encode it anew or measure it by writing it.
    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
    }

    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        Task.FromResult((long)Exchange!.Size);

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Exchange!.SenderAccepted(response);

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Exchange!.RecipientAnswered(mailbox, response);

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Exchange!.RecipientAnswered(mailbox, response);

    protected override void OnNoRecipientsAccepted(MimeMessage message) => Exchange!.NoRecipientAccepted = true;
}
