using System.ComponentModel.DataAnnotations;

namespace AgentMail.Api.Events.Stream;

/// <summary>The live stream of events, in each API process.</summary>
public sealed class EventStreamOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Streams";

    /// <summary>Default of <see cref="MaxPerKey"/>.</summary>
    public const int DefaultMaxPerKey = 20;

    /// <summary>Default of <see cref="MaxOpen"/>.</summary>
    public const int DefaultMaxOpen = 2000;

    /// <summary>Default of <see cref="KeepAlive"/>.</summary>
    public static readonly TimeSpan DefaultKeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Default of <see cref="WriteTimeout"/>.</summary>
    public static readonly TimeSpan DefaultWriteTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Most streams that one API key may have open in a process; one more is answered with 429.</summary>
    [Range(1, 10_000)]
    public int MaxPerKey { get; set; } = DefaultMaxPerKey;

    /// <summary>Most streams that a process has open; one more is answered with 503. Each costs a connection, and up to 1 MiB while its client is slow.</summary>
    [Range(1, 100_000)]
    public int MaxOpen { get; set; } = DefaultMaxOpen;

    /// <summary>How often a comment is sent, so that nobody on the way takes the stream for dead, and key and role are looked at again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KeepAlive { get; set; } = DefaultKeepAlive;

    /// <summary>How long a client may take nothing of what is written before it is cut.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan WriteTimeout { get; set; } = DefaultWriteTimeout;
}
