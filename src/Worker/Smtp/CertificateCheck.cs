using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Smtp;

/// <summary>
/// Checks a server's certificate (RFC 8314 §4.4, RFC 9525): host name always; issuer against the server's own CA where
/// one is configured, else the system's roots. There is no way around it.
/// </summary>
internal sealed class CertificateCheck(string host, string? caPem)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int MostNamed = 200;

    /// <summary>Who the certificate is for and from; null before one was shown.</summary>
    public string? Shown { get; private set; }

    /// <summary>Why the certificate was refused; null where it was not.</summary>
    public string? Problem { get; private set; }

    /// <summary>The same for a program.</summary>
    public SmtpFault? Fault { get; private set; }

    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            (Problem, Fault) = ("The server showed no certificate.", SmtpFault.CertificateUntrusted);
            return false;
        }

        Shown = $"{ServerWords.Of(certificate.Subject, MostNamed)}, issued by {ServerWords.Of(certificate.Issuer, MostNamed)}";
        var (reason, fault) = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? ($"it is not for the host name {host}", SmtpFault.CertificateName)
            : IssuerProblem(certificate, chain, errors);
        (Problem, Fault) = reason is null ? (null, null) : ($"The certificate {Shown} was refused: {reason}.", (SmtpFault?)fault);
        return Problem is null;
    }

    private (string? Reason, SmtpFault Fault) IssuerProblem(X509Certificate certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (caPem is null)
            return errors is SslPolicyErrors.None ? default : Statuses(chain, certificate);

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));

        // A private CA seldom publishes revocation lists, and fetching one is I/O without our deadline.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.DisableCertificateDownloads = true;
        try
        {
            own.ChainPolicy.CustomTrustStore.ImportFromPem(caPem);
        }
        catch (CryptographicException)
        {
            return ("the CA certificate configured for this server cannot be read", SmtpFault.CertificateUntrusted);
        }

        foreach (var element in chain?.ChainElements.Skip(1) ?? [])
            own.ChainPolicy.ExtraStore.Add(element.Certificate);

        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(copy) ? default : Statuses(own, certificate);
    }

    private static (string Reason, SmtpFault Fault) Statuses(X509Chain? chain, X509Certificate certificate)
    {
        var statuses = chain?.ChainStatus ?? [];
        if (statuses.Length > 0 && statuses.All(status => status.Status is X509ChainStatusFlags.NotTimeValid))
            return ($"it is valid from {certificate.GetEffectiveDateString()} to {certificate.GetExpirationDateString()} only", SmtpFault.CertificateExpired);
        var reasons = statuses.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct().ToArray();
        return (reasons is [] ? "its issuer is not trusted" : string.Join("; ", reasons), SmtpFault.CertificateUntrusted);
    }
}
