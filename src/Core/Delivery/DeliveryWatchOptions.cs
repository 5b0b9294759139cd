using System.ComponentModel.DataAnnotations;

namespace AgentMail.Core.Delivery;

/// <summary>The watch over mail that is due and that nobody takes.</summary>
public sealed class DeliveryWatchOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:DeliveryWatch";

    /// <summary>Default of <see cref="StalledAfter"/>.</summary>
    public static readonly TimeSpan DefaultStalledAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long mail may be due on a lane that is neither slowed nor paused, without an attempt there, before <c>/health/ready</c>, the
    /// log and <c>agentmail_delivery_stalled</c> say so. Longer than a lease (30 seconds), so that a worker that died is replaced first.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StalledAfter { get; set; } = DefaultStalledAfter;
}
