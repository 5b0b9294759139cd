namespace AgentMail.Worker.Smtp;

/// <summary>How a pool keeps connections.</summary>
/// <param name="Connections">Most at the same time.</param>
/// <param name="MessagesPerConnection">A connection is closed after this many transactions; many servers refuse more.</param>
public sealed record SmtpPoolLimits(int Connections, int MessagesPerConnection = SmtpPoolLimits.DefaultMessagesPerConnection)
{
    /// <summary>Default of <see cref="MessagesPerConnection"/>: Postfix and Exchange Online close after about 100.</summary>
    public const int DefaultMessagesPerConnection = 100;

    /// <summary>Servers hang up on idle clients after one to five minutes; we go first.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(45);

    /// <summary>After this age a connection is replaced, so that DNS changes and new certificates are noticed.</summary>
    public static readonly TimeSpan AgeLimit = TimeSpan.FromMinutes(10);
}
