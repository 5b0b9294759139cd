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

    /// <summary>Default of <see cref="RateBackoff"/>.</summary>
    public static readonly TimeSpan DefaultRateBackoff = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="MaxRateBackoff"/>.</summary>
    public static readonly TimeSpan DefaultMaxRateBackoff = TimeSpan.FromMinutes(15);

    /// <summary>Default of <see cref="UnreachableBackoff"/>.</summary>
    public static readonly TimeSpan DefaultUnreachableBackoff = TimeSpan.FromSeconds(5);

    /// <summary>Default of <see cref="MaxUnreachableBackoff"/>.</summary>
    public static readonly TimeSpan DefaultMaxUnreachableBackoff = TimeSpan.FromMinutes(1);

    /// <summary>How often a worker looks for work that no ring told of: retries, scheduled emails, lost rings, lanes of dead workers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SweepInterval { get; set; } = DefaultSweepInterval;

    /// <summary>How long a worker keeps a lane with nothing to do. More than a minute, so that the per-minute limit is remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LaneIdle { get; set; } = DefaultLaneIdle;

    /// <summary>
    /// How long a lane makes no attempt after its server said that it sends too fast or too much; doubled each time the one attempt
    /// after it hears the same, and lengthened at random by up to a fifth.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RateBackoff { get; set; } = DefaultRateBackoff;

    /// <summary>Longest such wait, unless the server names a longer time, which is kept up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxRateBackoff { get; set; } = DefaultMaxRateBackoff;

    /// <summary>
    /// How long a lane makes no attempt after its server could not be reached, or could not check the sign-in; doubled and lengthened
    /// likewise. Short: most such faults pass quickly, and one probe now and then costs nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan UnreachableBackoff { get; set; } = DefaultUnreachableBackoff;

    /// <summary>Longest wait for a server that cannot be reached.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxUnreachableBackoff { get; set; } = DefaultMaxUnreachableBackoff;

    /// <summary>How long a stopping worker lets running SMTP transactions end by themselves.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DrainTimeout { get; set; } = DefaultDrainTimeout;
}
