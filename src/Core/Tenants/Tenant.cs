namespace AgentMail.Core.Tenants;

/// <summary>One contact centre. Nothing crosses from one tenant to another.</summary>
public sealed class Tenant
{
    /// <summary>The tenant that a fresh installation starts with.</summary>
    public const string DefaultId = "default";

    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Format of dates in notifications where the agent chose none; null = ISO 8601.</summary>
    public string? DateFormat { get; set; }

    /// <summary>IANA time zone, for example <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Who is told about channels in trouble; null = nobody.</summary>
    public string? ContactAddress { get; set; }

    public bool FailureNotices { get; set; }

    public UncertainPolicy Uncertain { get; set; }

    /// <summary>Days for which bodies are kept after an email is final.</summary>
    public int BodyDays { get; set; } = TenantDefaults.BodyDays;

    /// <summary>Days for which events are kept.</summary>
    public int EventDays { get; set; } = TenantDefaults.EventDays;

    /// <summary>Version of the tenant's own settings.</summary>
    public long Version { get; set; }

    /// <summary>Counts every configuration change of the tenant; each changed resource takes its value as <c>version</c>.</summary>
    public long ConfigCounter { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Defaults of a new tenant.</summary>
public static class TenantDefaults
{
    public const int BodyDays = 30;
    public const int EventDays = 90;
    public const int MaxDays = 3650;
}

/// <summary>What becomes of an email whose outcome SMTP could not tell.</summary>
public enum UncertainPolicy
{
    /// <summary>Waits for a person.</summary>
    Hold,

    /// <summary>Sent once more, marked as a possible duplicate.</summary>
    Resend,
}
