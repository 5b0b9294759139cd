using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AgentMail.Worker.Smtp;

/// <summary>
/// Checks a server's certificate (RFC 8314 §4.4, RFC 9525): host name always; issuer against the server's own CA where
/// one is configured, else the system's roots. There is no way around it.
/// </summary>
internal sealed class CertificateCheck(string host, string? caPem)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Who the certificate is for and from; null before one was shown.</summary>
    public string? Shown { get; private set; }

    /// <summary>Why the certificate was refused; null where it was not.</summary>
    public string? Problem { get; private set; }

    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            Problem = "The server showed no certificate.";
            return false;
        }

        Shown = $"{certificate.Subject}, issued by {certificate.Issuer}";
        var reason = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"it is not for the host name {host}"
            : IssuerProblem(certificate, chain, errors);
        Problem = reason is null ? null : $"The certificate {Shown} was refused: {reason}.";
        return Problem is null;
    }

    private string? IssuerProblem(X509Certificate certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (caPem is null)
            return errors is SslPolicyErrors.None ? null : Statuses(chain);

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
            return "the CA certificate configured for this server cannot be read";
        }

        foreach (var element in chain?.ChainElements.Skip(1) ?? [])
            own.ChainPolicy.ExtraStore.Add(element.Certificate);

        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(copy) ? null : Statuses(own);
    }

    private static string Statuses(X509Chain? chain)
    {
        var reasons = chain?.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct().ToArray() ?? [];
        return reasons is [] ? "its issuer is not trusted" : string.Join("; ", reasons);
    }
}
