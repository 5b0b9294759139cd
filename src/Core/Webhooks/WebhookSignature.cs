using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentMail.Core.Webhooks;

/// <summary>The headers of Standard Webhooks 1.0: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>, once per secret.</summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";

    /// <summary>The time of an attempt as the header has it.</summary>
    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The value of <see cref="SignatureHeader"/>: a receiver that knows any one of the secrets can verify it.</summary>
    /// <param name="messageId">The value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="secrets">Those that are valid, the newest first.</param>
    public static string Of(string messageId, string timestamp, ReadOnlySpan<byte> body, IReadOnlyCollection<WebhookSecret> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var signed = Encoding.UTF8.GetBytes($"{messageId}.{timestamp}.");
        var signatures = new List<string>(secrets.Count);
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
            hmac.AppendData(signed);
            hmac.AppendData(body);
            signatures.Add(Version + Convert.ToBase64String(hmac.GetHashAndReset()));
        }
        return string.Join(' ', signatures);
    }
}
