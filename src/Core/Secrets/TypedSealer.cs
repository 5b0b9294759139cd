using System.Security.Cryptography;
using System.Text.Json;
using AgentMail.Core.TestEmails;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Secrets;

/// <summary>Seals what was typed for a test on its way to a worker: for one subject of one tenant, and for a few minutes.</summary>
public sealed class TypedSealer(IDataProtectionProvider protection, TimeProvider clock, ILogger<TypedSealer> log)
{
    /// <summary>Longer than a test may wait for a worker, clocks apart included.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private const string Purpose = "typed-for-a-test";
    private const string Form = "v1";

    /// <summary>Seals <paramref name="values"/> for a test of <paramref name="subject"/>.</summary>
    public string Seal(string tenantId, string subject, TypedValues values) =>
        Protector(tenantId, subject).Protect(JsonSerializer.Serialize(new Content(clock.GetUtcNow() + Lifetime, values)));

    /// <summary>Opens what <see cref="Seal"/> made for the same subject; null when it is too old, or does not open.</summary>
    /// <exception cref="CryptographicException">The key ring could not be read just now.</exception>
    public TypedValues? TryOpen(string tenantId, string subject, string sealedValues) =>
        SealedText.TryOpen(Protector(tenantId, subject), sealedValues, log) is { } text
        && JsonSerializer.Deserialize<Content>(text) is { } content
        && content.Until > clock.GetUtcNow()
            ? content.Values
            : null;

    private IDataProtector Protector(string tenantId, string subject) => protection.CreateProtector("AgentMail", Purpose, Form, tenantId, subject);

    private sealed record Content(DateTimeOffset Until, TypedValues Values);
}
