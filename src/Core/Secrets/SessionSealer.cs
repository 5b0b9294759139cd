using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Core.Secrets;

/// <summary>Which key signed in. Its moment of creation tells it from another of the same id, in a tenant that was removed and made anew.</summary>
/// <param name="TenantId">Whose key.</param>
/// <param name="KeyId">Which.</param>
/// <param name="KeyCreatedAt">When the key was created.</param>
public sealed record SessionTicket(string TenantId, string KeyId, DateTimeOffset KeyCreatedAt);

/// <summary>Seals what a browser keeps instead of a key: it names a key, and is worth nothing once that key is gone.</summary>
public sealed class SessionSealer(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>A working day with its breaks.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Purpose = "browser-session";
    private const string Form = "v1";

    private readonly IDataProtector _protector = protection.CreateProtector("AgentMail", Purpose, Form);

    /// <summary>Seals <paramref name="ticket"/> for as long as a session lasts.</summary>
    public string Seal(SessionTicket ticket) => _protector.Protect(JsonSerializer.Serialize(new Content(clock.GetUtcNow() + Lifetime, ticket)));

    /// <summary>Opens what <see cref="Seal"/> made; null when it is too old, or does not open.</summary>
    /// <exception cref="CryptographicException">The key ring could not be read just now.</exception>
    // Not logged: anybody can send cookies that do not open.
    public SessionTicket? TryOpen(string sealedTicket) =>
        SealedText.TryOpen(_protector, sealedTicket, NullLogger.Instance) is { } text
        && JsonSerializer.Deserialize<Content>(text) is { } content
        && content.Until > clock.GetUtcNow()
            ? content.Ticket
            : null;

    private sealed record Content(DateTimeOffset Until, SessionTicket Ticket);
}
