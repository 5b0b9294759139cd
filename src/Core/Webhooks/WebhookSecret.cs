using System.Security.Cryptography;
using AgentMail.Core.Secrets;

namespace AgentMail.Core.Webhooks;

/// <summary>
/// What signs the calls to one endpoint: <c>whsec_</c> and 24 to 64 random octets in base64, as Standard Webhooks 1.0 has it. A class and
/// no record: its text must never show it.
/// </summary>
public sealed class WebhookSecret
{
    /// <summary>How every secret begins, so that libraries know and scanners find it.</summary>
    public const string Prefix = "whsec_";

    private const int Octets = 32;
    private const int FewestOctets = 24;
    private const int MostOctets = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>The octets that the HMAC is keyed with.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>Makes one.</summary>
    public static WebhookSecret New() => new(RandomNumberGenerator.GetBytes(Octets));

    /// <summary>Reads what <see cref="Reveal"/> wrote; null when it is no such text.</summary>
    public static WebhookSecret? TryParse(string? text)
    {
        var key = new byte[MostOctets];
        return text is not null && text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length >= FewestOctets
                ? new(key[..length])
                : null;
    }

    /// <summary>Opens what <see cref="Seal"/> made for the same webhook; null when it does not open: another's, or a lost key ring.</summary>
    /// <exception cref="CryptographicException">The key ring could not be read just now.</exception>
    public static WebhookSecret? TryOpen(SecretSealer sealer, string tenantId, string webhookId, string sealedSecret)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        return TryParse(sealer.TryOpen(tenantId, SecretOwners.Webhook(webhookId), sealedSecret));
    }

    /// <summary>Sealed for this webhook of this tenant: the only form in which it is stored or travels.</summary>
    public string Seal(SecretSealer sealer, string tenantId, string webhookId)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        return sealer.Seal(tenantId, SecretOwners.Webhook(webhookId), Reveal());
    }

    /// <summary>The text that its receiver needs, for the one answer that shows it.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    public override string ToString() => Prefix + "…";
}
