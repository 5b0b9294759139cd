using System.Security.Cryptography;
using System.Text.Json;
using AgentMail.Core.TestEmails;
using Microsoft.AspNetCore.DataProtection;

namespace AgentMail.Core.Secrets;

/// <summary>Seals what was typed for a test on its way over the bus: for one subject of one tenant, and for a few minutes.</summary>
public sealed class TypedSealer(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Longer than a test may wait for a worker, clocks apart included.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private const string Purpose = "typed-for-a-test";
    private const string Form = "v1";

    /// <summary>Seals <paramref name="values"/> for a test of <paramref name="subject"/>.</summary>
    public string Seal(string tenantId, string subject, TypedValues values) =>
        Protector(tenantId, subject).Protect(JsonSerializer.Serialize(new Content(clock.GetUtcNow() + Lifetime, values)));

    /// <summary>Opens what <see cref="Seal"/> made for the same subject; null when it is too old, or does not open.</summary>
    public TypedValues? TryOpen(string tenantId, string subject, string sealedValues)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(Protector(tenantId, subject).Unprotect(sealedValues));
            return content?.Until > clock.GetUtcNow() ? content.Values : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string tenantId, string subject) => protection.CreateProtector("AgentMail", Purpose, Form, tenantId, subject);

    private sealed record Content(DateTimeOffset Until, TypedValues Values);
}
