using System.ComponentModel.DataAnnotations;

namespace AgentMail.Worker.Delivery;

/// <summary>How lanes work.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Delivery";

    /// <summary>Default of <see cref="SweepInterval"/>.</summary>
    public static readonly TimeSpan DefaultSweepInterval = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="LaneIdle"/>.</summary>
    public static readonly TimeSpan DefaultLaneIdle = TimeSpan.FromSeconds(65);

    /// <summary>Default of <see cref="DrainTimeout"/>.</summary>
    public static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How often a worker looks for work that no ring told of: retries, scheduled emails, lost rings, lanes of dead workers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SweepInterval { get; set; } = DefaultSweepInterval;

    /// <summary>How long a worker keeps a lane with nothing to do. More than a minute, so that the per-minute limit is remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LaneIdle { get; set; } = DefaultLaneIdle;

    /// <summary>How long a stopping worker lets running SMTP transactions end by themselves.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DrainTimeout { get; set; } = DefaultDrainTimeout;
}
