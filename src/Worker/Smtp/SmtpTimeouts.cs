using System.ComponentModel.DataAnnotations;

namespace AgentMail.Worker.Smtp;

/// <summary>How long each part of an SMTP conversation may take in all (RFC 5321 §4.5.3.2 names times per command).</summary>
/// <remarks>Totals, so that a server which answers one byte at a time gains nothing.</remarks>
public sealed class SmtpTimeouts
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Smtp";

    /// <summary>Default of <see cref="Connect"/>.</summary>
    public static readonly TimeSpan DefaultConnect = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="Command"/>.</summary>
    public static readonly TimeSpan DefaultCommand = TimeSpan.FromSeconds(60);

    /// <summary>Default of <see cref="Envelope"/>.</summary>
    public static readonly TimeSpan DefaultEnvelope = TimeSpan.FromMinutes(5);

    /// <summary>Default of <see cref="Body"/>.</summary>
    public static readonly TimeSpan DefaultBody = TimeSpan.FromMinutes(10);

    /// <summary>Default of <see cref="FinalDot"/>.</summary>
    public static readonly TimeSpan DefaultFinalDot = TimeSpan.FromMinutes(10);

    /// <summary>Default of <see cref="Quit"/>.</summary>
    public static readonly TimeSpan DefaultQuit = TimeSpan.FromSeconds(2);

    /// <summary>Looking up the host and the TCP connection, over all its addresses. 30 seconds: a host that is up answers in one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Connect { get; set; } = DefaultConnect;

    /// <summary>Greeting with TLS and EHLO; and again the sign-in. One minute: servers that tarpit wait 20 to 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Command { get; set; } = DefaultCommand;

    /// <summary>MAIL, all RCPT, and DATA until the server's 354. Five minutes: the RFC's time for one of them.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:30:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Envelope { get; set; } = DefaultEnvelope;

    /// <summary>Writing the message. Ten minutes: 25 MB over a line of 350 kbit/s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Body { get; set; } = DefaultBody;

    /// <summary>The reply to the final dot. Ten minutes as the RFC says: hanging up earlier makes an email <c>uncertain</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:30:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FinalDot { get; set; } = DefaultFinalDot;

    /// <summary>QUIT. Short: nothing depends on it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Quit { get; set; } = DefaultQuit;
}
