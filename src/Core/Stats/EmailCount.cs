using AgentMail.Core.Emails;

namespace AgentMail.Core.Stats;

/// <summary>How many emails of one sender, accepted within one hour, have this status by now.</summary>
public sealed class EmailCount
{
    public required string TenantId { get; init; }

    /// <summary>Beginning of the hour in which they were accepted.</summary>
    public required DateTimeOffset Hour { get; init; }

    public required EmailStatus Status { get; init; }

    /// <summary>The server they leave through, as of their last event.</summary>
    public required string ServerId { get; init; }

    public required SenderKind SenderKind { get; init; }

    public required string SenderId { get; init; }

    public long Count { get; set; }
}
