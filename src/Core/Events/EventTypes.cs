using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Events;

/// <summary>Names of events, as consumers see them.</summary>
public static class EventTypes
{
    public const string IdentityPaused = "identity.paused";
    public const string IdentityRecovered = "identity.recovered";
    public const string IdentityTested = "identity.tested";
    public const string ProfileUpdated = "profile.updated";
    public const string ChannelUpdated = "channel.updated";
    public const string ServerUpdated = "server.updated";

    /// <summary>Every type there is.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Enum.GetValues<EmailStatus>().Select(Email), IdentityPaused, IdentityRecovered, IdentityTested, ProfileUpdated, ChannelUpdated, ServerUpdated];

    /// <summary>The types that begin with <paramref name="kind"/>, such as <c>identity.</c></summary>
    public static IReadOnlyList<string> OfKind(string kind) => [.. All.Where(type => type.StartsWith(kind, StringComparison.Ordinal))];

    /// <summary>The event that tells of an email's move to <paramref name="status"/>.</summary>
    public static string Email(EmailStatus status) => "email." + WireEnum<EmailStatus>.Name(status);
}
