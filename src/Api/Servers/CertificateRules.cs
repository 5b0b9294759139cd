using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Servers;

/// <summary>A server's own CA: certificates in PEM, and no private key, because answers show this member.</summary>
internal static class CertificateRules
{
    private const int MaxLength = 64 * 1024;

    public static string? Check(JsonPointer at, string? pem, ValidationErrors errors)
    {
        if (pem is null)
            return null;
        if (pem.Length > MaxLength)
            errors.Add(at, FieldCodes.TooLong, $"At most {MaxLength} characters; give the CA's certificate alone.");
        else if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            errors.Add(at, FieldCodes.NotAllowed, "This holds a private key. Give certificates only, and replace that key: it has been sent around.");
        else if (!HoldsCertificates(pem))
            errors.Add(at, FieldCodes.InvalidFormat, "Give one or more certificates in PEM: -----BEGIN CERTIFICATE----- and so on.");
        return pem;
    }

    private static bool HoldsCertificates(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }
}
