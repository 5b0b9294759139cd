using RabbitMQ.Client;

namespace AgentMail.Core.Messaging;

/// <summary>Where the broker is and how connections to it are made, where the operator's address leaves it open (<c>?heartbeat=…</c>).</summary>
/// <param name="Value">As <c>ConnectionStrings:RabbitMq</c> has it.</param>
public sealed record BrokerAddress(Uri Value)
{
    private const string HeartbeatKey = "heartbeat=";

    // A connection that says nothing is given up after two to four of them. The broker's own minute would leave a network that drops what
    // it is given unnoticed for that long; fewer seconds than five take a busy machine for a dead one.
    private static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(7);

    /// <summary>What a broker may take to shake hands, or to answer one question. One that is up takes milliseconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public BrokerAddress(string value)
        : this(new Uri(value))
    {
    }

    /// <summary>How often each side shows that it lives.</summary>
    public TimeSpan Heartbeat => Value.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith(HeartbeatKey, StringComparison.OrdinalIgnoreCase)) is { } said
        && ushort.TryParse(said[HeartbeatKey.Length..], out var seconds) ? TimeSpan.FromSeconds(seconds) : DefaultHeartbeat;

    /// <summary>Makes plain AMQP connections, which do not mend themselves: their users know better when to.</summary>
    public ConnectionFactory Connections() => new()
    {
        Uri = Value,
        AutomaticRecoveryEnabled = false,
        RequestedHeartbeat = Heartbeat,
        RequestedConnectionTimeout = Patience,
        HandshakeContinuationTimeout = Patience,
        ContinuationTimeout = Patience,
    };
}
