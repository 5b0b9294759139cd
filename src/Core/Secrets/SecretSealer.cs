using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Secrets;

/// <summary>Seals SMTP passwords and secrets of webhooks for storage, cache and bus; opened only where a worker signs in, or signs.</summary>
public sealed class SecretSealer(IDataProtectionProvider protection, ILogger<SecretSealer> log)
{
    private const string Purpose = "smtp-password";
    private const string Form = "v1";

    /// <summary>Seals <paramref name="secret"/> for one owner of one tenant.</summary>
    public string Seal(string tenantId, string owner, string secret) => Protector(tenantId, owner).Protect(secret);

    /// <summary>Opens what <see cref="Seal"/> made for the same owner; null when it does not open: wrong owner, or a lost key ring.</summary>
    /// <exception cref="CryptographicException">The key ring could not be read just now.</exception>
    public string? TryOpen(string tenantId, string owner, string sealedSecret) => SealedText.TryOpen(Protector(tenantId, owner), sealedSecret, log);

    private IDataProtector Protector(string tenantId, string owner) => protection.CreateProtector("AgentMail", Purpose, Form, tenantId, owner);
}
