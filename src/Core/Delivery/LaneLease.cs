namespace AgentMail.Core.Delivery;

/// <summary>The right to send for one lane. Held by one worker at a time; every write made under it carries the fence.</summary>
/// <param name="Lane">The lane's key.</param>
/// <param name="Worker">Who holds it.</param>
/// <param name="Fence">Rises with each holder: a write under an older fence is refused.</param>
public sealed record LaneLease(string Lane, string Worker, long Fence)
{
    /// <summary>How long a lease outlives the last sign of life of its holder.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>How often a holder renews.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(8);

    /// <summary>How long a lane that was handed over waits for its new holder.</summary>
    public static readonly TimeSpan Reservation = TimeSpan.FromSeconds(5);
}

/// <summary>The answer to asking for a lane.</summary>
/// <param name="Lease">The lease; null when another worker holds the lane.</param>
/// <param name="Holder">The other worker.</param>
/// <param name="Pause">Why the lane is paused, and for which version of the identity; null while it runs.</param>
/// <param name="Slowness">Why the lane is slowed, and until when; null while it runs at its full pace.</param>
public sealed record LaneAnswer(LaneLease? Lease, string? Holder, LanePause? Pause, LaneSlowness? Slowness);

/// <summary>A lane that does not send until its identity changes.</summary>
public sealed record LanePause(DeliveryError Why, long Version);
