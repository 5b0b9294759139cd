using System.ComponentModel.DataAnnotations;

namespace AgentMail.Core.Webhooks;

/// <summary>How webhooks are called.</summary>
/// <remarks>
/// The n-th retry waits <c>FirstDelay × Factor^(n-1)</c>, at most <c>MaxDelay</c>, give or take <c>Jitter</c>. The defaults wait about
/// 5 and 25 seconds, 2, 10 and 52 minutes, 4 hours, then 8 hours each time, for three days in all.
/// </remarks>
public sealed class WebhookOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Webhooks";

    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Default of <see cref="FirstDelay"/>.</summary>
    public static readonly TimeSpan DefaultFirstDelay = TimeSpan.FromSeconds(5);

    /// <summary>Default of <see cref="Factor"/>.</summary>
    public const double DefaultFactor = 5;

    /// <summary>Default of <see cref="MaxDelay"/>.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromHours(8);

    /// <summary>Default of <see cref="MaxAge"/>.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(3);

    /// <summary>Default of <see cref="Jitter"/>.</summary>
    public const double DefaultJitter = 0.2;

    /// <summary>Default of <see cref="ConnectionsPerEndpoint"/>.</summary>
    public const int DefaultConnectionsPerEndpoint = 8;

    /// <summary>Lets webhooks be called over plain <c>http</c>, which anybody on the way can read. Without it: allowed while the API process is the worker too, refused otherwise.</summary>
    public bool? AllowHttp { get; set; }

    /// <summary>How long a call may take, from looking up the host to the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>Wait before the first retry. Short: most faults of a receiver are a restart.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FirstDelay { get; set; } = DefaultFirstDelay;

    /// <summary>By how much each wait exceeds the one before.</summary>
    [Range(1.0, 100.0)]
    public double Factor { get; set; } = DefaultFactor;

    /// <summary>Longest wait between two calls of one message, unless the endpoint asks for longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxDelay { get; set; } = DefaultMaxDelay;

    /// <summary>Age at which a message that the endpoint never took is <c>failed</c>. Three days: a weekend.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxAge { get; set; } = DefaultMaxAge;

    /// <summary>Share of each wait by which it is shortened or lengthened at random, so that messages held up together do not come back together.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = DefaultJitter;

    /// <summary>Calls to one endpoint at a time, at most, while it takes what it gets. One that failed gets one at a time.</summary>
    [Range(1, 64)]
    public int ConnectionsPerEndpoint { get; set; } = DefaultConnectionsPerEndpoint;
}
