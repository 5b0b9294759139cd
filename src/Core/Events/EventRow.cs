namespace AgentMail.Core.Events;

/// <summary>One state change in the durable log. <see cref="Number"/> ascends in commit order, without gaps.</summary>
public sealed class EventRow
{
    public required long Number { get; init; }

    public required string TenantId { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public string? EmailId { get; init; }

    public string? AgentId { get; init; }

    public string? ChannelId { get; init; }

    /// <summary>The <c>data</c> member as JSON.</summary>
    public required string Data { get; init; }
}

/// <summary>The log's only counter; its row lock makes commit order and number order the same.</summary>
public sealed class EventCounter
{
    public required int Id { get; init; }

    public long Last { get; set; }
}

/// <summary>How far a sink has read the log, and which process reads for it.</summary>
public sealed class SinkCursor
{
    public required string Sink { get; init; }

    public long Number { get; set; }

    public string? Owner { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }
}
