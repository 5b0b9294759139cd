using AgentMail.Core.Emails;
using AgentMail.Core.Events;

namespace AgentMail.Core.Stats;

/// <summary>Where an email stands, as far as it is counted: one row of <see cref="EmailCount"/>.</summary>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Hour">Beginning of the hour in which it was accepted; never changes.</param>
/// <param name="Status">Its status.</param>
/// <param name="ServerId">The server it leaves through.</param>
/// <param name="SenderKind">Whose identity it leaves through; never changes.</param>
/// <param name="SenderId">Which; never changes.</param>
public sealed record Standing(string TenantId, DateTimeOffset Hour, EmailStatus Status, string ServerId, SenderKind SenderKind, string SenderId)
{
    private static readonly Dictionary<string, EmailStatus> Statuses = Enum.GetValues<EmailStatus>().ToDictionary(EventTypes.Email, StringComparer.Ordinal);

    /// <summary>Where this event says that its email stands from there on; null for an event about anything else.</summary>
    public static Standing? Of(EventRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.EmailId is { } id && Statuses.TryGetValue(row.Type, out var status) && EmailId.TimeOf(id) is { } accepted && EventSender.Read(row.Data) is { } sender
            ? new(row.TenantId, HourOf(accepted), status, sender.ServerId, sender.Kind, sender.Id)
            : null;
    }

    /// <summary>Whether this event can be the one that told of its email's acceptance.</summary>
    public static bool IsOfAcceptance(EventRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Statuses.TryGetValue(row.Type, out var status) && status is EmailStatus.Queued or EmailStatus.Scheduled
            && EmailId.TimeOf(row.EmailId!)?.ToUnixTimeMilliseconds() == row.Timestamp.ToUnixTimeMilliseconds();
    }

    /// <summary>Beginning of the hour that a time lies in.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>Beginning of the minute that a time lies in.</summary>
    public static DateTimeOffset MinuteOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>The spelling of the type of an event about an email; null for other types.</summary>
    internal static EmailStatus? StatusOf(string type) => Statuses.TryGetValue(type, out var status) ? status : null;
}
