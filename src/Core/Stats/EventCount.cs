namespace AgentMail.Core.Stats;

/// <summary>How many events of one type happened within one minute.</summary>
public sealed class EventCount
{
    public required string TenantId { get; init; }

    /// <summary>Beginning of the minute.</summary>
    public required DateTimeOffset Minute { get; init; }

    public required string Type { get; init; }

    public long Count { get; set; }
}
