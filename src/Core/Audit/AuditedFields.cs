using System.Collections;
using System.Text.Json;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Tenants;
using AgentMail.Core.Webhooks;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AgentMail.Core.Audit;

/// <summary>The changed members of a row, by the names that the API gives them; never a value.</summary>
internal static class AuditedFields
{
    private const string SealedPrefix = "Sealed";

    // Where a password was given for follows from the password and its server.
    private const string PlaceSuffix = "Place";

    private static readonly HashSet<string> Bookkeeping = ["Version", "IdentityVersion", "ConfigCounter", "CreatedAt"];

    private static readonly Dictionary<(Type Row, string Property), string?> Exceptions = new()
    {
        [(typeof(Tenant), nameof(Tenant.BodyDays))] = "retention.bodyDays",
        [(typeof(Tenant), nameof(Tenant.EventDays))] = "retention.eventDays",
        // The text is made from the html, and the key's hash from the key.
        [(typeof(Signature), nameof(Signature.Text))] = null,
        [(typeof(ApiKey), nameof(ApiKey.Hash))] = null,
        // Both come with the secret that takes its place, and the reason with enabled.
        [(typeof(Webhook), nameof(Webhook.SealedPreviousSecret))] = null,
        [(typeof(Webhook), nameof(Webhook.PreviousSecretUntil))] = null,
        [(typeof(Webhook), nameof(Webhook.DisabledReason))] = null,
    };

    /// <summary>What differs from the row as it was; of a new row, what has a value; nothing of a removed one.</summary>
    public static List<string> Of(EntityEntry row, AuditAction action) => action == AuditAction.Removed
        ? []
        : [.. row.Properties.Where(p => action == AuditAction.Created ? HasValue(p.CurrentValue) : p.IsModified).Select(p => NameOf(p.Metadata)).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The name of a property in requests; null for what no request says.</summary>
    public static string? NameOf(IReadOnlyProperty property)
    {
        if (Exceptions.TryGetValue((property.DeclaringType.ClrType, property.Name), out var exception))
            return exception;
        if (property.IsPrimaryKey() || Bookkeeping.Contains(property.Name) || property.Name.EndsWith(PlaceSuffix, StringComparison.Ordinal))
            return null;
        var name = property.Name.StartsWith(SealedPrefix, StringComparison.Ordinal) ? property.Name[SealedPrefix.Length..] : property.Name;
        return JsonNamingPolicy.CamelCase.ConvertName(name);
    }

    private static bool HasValue(object? value) => value switch
    {
        null or false or "" => false,
        ServerLimits limits => limits != new ServerLimits(),
        ICollection items => items.Count > 0,
        _ => true,
    };
}
