using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace AgentMail.Core.Secrets;

/// <summary>Seals SMTP passwords for storage, cache and bus; opened only where a worker signs in.</summary>
public sealed class SecretSealer(IDataProtectionProvider protection)
{
    private const string Purpose = "smtp-password";
    private const string Form = "v1";

    /// <summary>Seals <paramref name="secret"/> for one owner of one tenant.</summary>
    public string Seal(string tenantId, string owner, string secret) => Protector(tenantId, owner).Protect(secret);

    /// <summary>Opens what <see cref="Seal"/> made for the same owner; null when it does not open: wrong owner, or a lost key ring.</summary>
    public string? TryOpen(string tenantId, string owner, string sealedSecret)
    {
        try
        {
            return Protector(tenantId, owner).Unprotect(sealedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string tenantId, string owner) => protection.CreateProtector("AgentMail", Purpose, Form, tenantId, owner);
}
