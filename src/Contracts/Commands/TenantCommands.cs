namespace AgentMail.Contracts.Commands;

/// <summary>Replaces a tenant's settings.</summary>
/// <param name="Name">Shown name.</param>
/// <param name="DateFormat">Format of dates in notifications; null = ISO 8601.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="ContactAddress">Who is told about channels in trouble.</param>
/// <param name="FailureNotices">Whether failures are reported by email.</param>
/// <param name="Uncertain"><c>hold</c> or <c>resend</c>.</param>
/// <param name="BodyDays">Days for which bodies are kept.</param>
/// <param name="EventDays">Days for which events are kept.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveTenant(
    string Name, string? DateFormat, string TimeZone, string? ContactAddress, bool FailureNotices, string Uncertain, int BodyDays, int EventDays,
    long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);
