using System.ComponentModel.DataAnnotations;

namespace AgentMail.Core.Delivery;

/// <summary>When an email is tried again after a failure that may pass (RFC 5321 §4.5.4.1).</summary>
/// <remarks>
/// The n-th retry waits <c>FirstDelay × Factor^(n-1)</c>, at most <c>MaxDelay</c>, give or take <c>Jitter</c>.
/// The defaults wait 1, 4, 16 and 64 minutes, then 2 hours each time, for 24 hours in all.
/// </remarks>
public sealed class RetryOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Retry";

    /// <summary>Default of <see cref="FirstDelay"/>.</summary>
    public static readonly TimeSpan DefaultFirstDelay = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="Factor"/>.</summary>
    public const double DefaultFactor = 4;

    /// <summary>Default of <see cref="MaxDelay"/>.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromHours(2);

    /// <summary>Default of <see cref="MaxAge"/>.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromHours(24);

    /// <summary>Default of <see cref="Jitter"/>.</summary>
    public const double DefaultJitter = 0.2;

    /// <summary>Wait before the first retry. One minute: agents wait for their answer to leave.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FirstDelay { get; set; } = DefaultFirstDelay;

    /// <summary>By how much each wait exceeds the one before. 4: a short fault is caught early, a long one costs few tries.</summary>
    [Range(1.0, 100.0)]
    public double Factor { get; set; } = DefaultFactor;

    /// <summary>Longest wait between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxDelay { get; set; } = DefaultMaxDelay;

    /// <summary>
    /// Age at which an email that could not be sent is <c>failed</c> (<c>expired</c>). 24 hours instead of the RFC's four
    /// days: a customer who gets an answer later than that has asked again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxAge { get; set; } = DefaultMaxAge;

    /// <summary>Share of each wait by which it is shortened or lengthened at random, so that mail held up together does not come back together.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = DefaultJitter;
}
