namespace AgentMail.Core.Delivery;

/// <summary>A lane's lease and pause, shared by all workers.</summary>
public sealed class LaneRow
{
    public required string Key { get; init; }

    public required string TenantId { get; init; }

    /// <summary>The worker that holds the lane; null when nobody does.</summary>
    public string? Owner { get; set; }

    /// <summary>Rises with each change of owner. A write under an older one is refused.</summary>
    public long Fence { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>Sign-ins refused in a row.</summary>
    public int RefusedSignIns { get; set; }

    /// <summary>Why the lane is paused; null while it runs.</summary>
    public DeliveryError? Pause { get; set; }

    /// <summary>Identity version that was paused; a newer one runs again.</summary>
    public long PausedVersion { get; set; }

    /// <summary>Until when the lane makes no attempt, because its server asked to slow down or cannot be reached; null while it runs at its full pace.</summary>
    public DateTimeOffset? SlowUntil { get; set; }

    /// <summary>What the server said, or failed to say, when the lane was last slowed; null while it runs at its full pace.</summary>
    public DeliveryError? Slow { get; set; }

    /// <summary>How often in a row the lane was slowed: each time for longer.</summary>
    public int Slowdowns { get; set; }

    /// <summary>When somebody was last told of a pause by email.</summary>
    public DateTimeOffset? PauseNoticeAt { get; set; }
}
