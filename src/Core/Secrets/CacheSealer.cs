using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace AgentMail.Core.Secrets;

/// <summary>Seals what is kept where others may write: each value for its own place, so that none can be made up, altered or moved.</summary>
public sealed class CacheSealer(IDataProtectionProvider protection)
{
    private const string Purpose = "cache";
    private const string Form = "v1";

    /// <summary>Seals <paramref name="value"/> for one place; null while the key ring cannot be read: what is in a cache is somewhere else too.</summary>
    public byte[]? TrySeal(string place, byte[] value) => Try(Protector(place).Protect, value);

    /// <summary>Opens what <see cref="TrySeal"/> made for the same place; null when it does not open, whatever the reason.</summary>
    public byte[]? TryOpen(string place, byte[] sealedValue) => Try(Protector(place).Unprotect, sealedValue);

    private static byte[]? Try(Func<byte[], byte[]> work, byte[] value)
    {
        try
        {
            return work(value);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string place) => protection.CreateProtector("AgentMail", Purpose, Form, place);
}
