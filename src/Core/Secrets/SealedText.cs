using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Secrets;

/// <summary>Opens what a protector has sealed.</summary>
internal static class SealedText
{
    /// <summary>The text; null when it was sealed for another purpose, or with a key that is lost.</summary>
    /// <exception cref="CryptographicException">The key ring could not be read just now: nothing is known of the text.</exception>
    public static string? TryOpen(IDataProtector protector, string sealedText, ILogger log)
    {
        try
        {
            return protector.Unprotect(sealedText);
        }
        // Data Protection wraps whatever goes wrong on the way, a database that is away included.
        catch (CryptographicException error) when (error.InnerException is null or CryptographicException or FormatException)
        {
            log.LogWarning("A sealed text does not open: {Error}", error.InnerException?.Message ?? error.Message);
            return null;
        }
    }
}
