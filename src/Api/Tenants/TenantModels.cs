using AgentMail.Api.Changes;
using AgentMail.Core.Tenants;

namespace AgentMail.Api.Tenants;

/// <summary>Settings of the contact centre.</summary>
internal sealed class TenantSettingsRequest
{
    /// <summary>Shown name.</summary>
    public required string Name { get; init; }

    /// <summary>One of <c>/v1/date-formats</c>, for agents who chose none; null = ISO 8601.</summary>
    public string? DateFormat { get; init; }

    /// <summary>IANA time zone such as <c>Europe/Berlin</c>. Left out: <c>UTC</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Who is told about channels in trouble; null = nobody.</summary>
    public string? ContactAddress { get; init; }

    /// <summary>Whether failures are reported by email. Left out: false.</summary>
    public bool? FailureNotices { get; init; }

    /// <summary>What becomes of an email whose outcome SMTP could not tell: <c>hold</c> (left out) or <c>resend</c>.</summary>
    public UncertainPolicy? Uncertain { get; init; }

    /// <summary>How long things are kept.</summary>
    public RetentionModel? Retention { get; init; }
}

/// <summary>How long things are kept.</summary>
internal sealed class RetentionModel
{
    /// <summary>Days for which bodies are kept after an email is final, 1 to 3650. Left out: 30.</summary>
    public int? BodyDays { get; init; }

    /// <summary>Days for which events are kept, 1 to 3650. Left out: 90.</summary>
    public int? EventDays { get; init; }
}

/// <summary>The contact centre.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="DateFormat">Format of dates for agents who chose none; null = ISO 8601.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="ContactAddress">Who is told about channels in trouble.</param>
/// <param name="FailureNotices">Whether failures are reported by email.</param>
/// <param name="Uncertain">What becomes of an email whose outcome SMTP could not tell.</param>
/// <param name="Retention">How long things are kept.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
internal sealed record TenantSettingsView(
    string Id, string Name, string? DateFormat, string TimeZone, string? ContactAddress, bool FailureNotices, UncertainPolicy Uncertain,
    RetentionModel Retention, long Version) : IVersioned
{
    public static TenantSettingsView Of(Tenant tenant) => new(
        tenant.Id, tenant.Name, tenant.DateFormat, tenant.TimeZone, tenant.ContactAddress, tenant.FailureNotices, tenant.Uncertain,
        new() { BodyDays = tenant.BodyDays, EventDays = tenant.EventDays }, tenant.Version);
}

/// <summary>A tenant to create.</summary>
internal sealed class TenantRequest
{
    /// <summary>1 to 64 letters, digits, dots, hyphens and underscores.</summary>
    public required string Id { get; init; }

    /// <summary>Shown name.</summary>
    public required string Name { get; init; }
}

/// <summary>A tenant that was just created.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="AdminKey">Its first admin key, shown this once.</param>
internal sealed record CreatedTenantView(string Id, string Name, string AdminKey);

/// <summary>A tenant of this installation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record TenantView(string Id, string Name, DateTimeOffset CreatedAt);

internal static class TenantExamples
{
    public const string PutSettings = """
        {
          "name": "Acme Support", "dateFormat": "dd/MM/yyyy", "timeZone": "Europe/Berlin", "contactAddress": "it@acme.example",
          "failureNotices": false, "uncertain": "hold", "retention": { "bodyDays": 30, "eventDays": 90 }
        }
        """;

    public const string Create = """{ "id": "globex", "name": "Globex" }""";
}
