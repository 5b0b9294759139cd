namespace AgentMail.Core.Servers;

/// <summary>Limits per signed-in mailbox, as providers count them. A null member means "not limited below our own default".</summary>
/// <param name="MaxConnections">Connections at a time, 1-50.</param>
/// <param name="MessagesPerMinute">Messages in any minute, 1-100,000.</param>
/// <param name="MaxMessageBytes">Largest message the server takes, in octets.</param>
public sealed record ServerLimits(int? MaxConnections = null, int? MessagesPerMinute = null, long? MaxMessageBytes = null)
{
    /// <summary>Connections at a time where nothing else is said.</summary>
    public const int DefaultMaxConnections = 4;

    /// <summary>With our own default where nothing is said of connections.</summary>
    public ServerLimits OrDefault() => this with { MaxConnections = MaxConnections ?? DefaultMaxConnections };

    /// <summary>The stricter of two limits, member by member.</summary>
    public ServerLimits Tighten(ServerLimits? other) => other is null
        ? this
        : new(Min(MaxConnections, other.MaxConnections), Min(MessagesPerMinute, other.MessagesPerMinute), Min(MaxMessageBytes, other.MaxMessageBytes));

    private static T? Min<T>(T? a, T? b) where T : struct, IComparable<T> =>
        a is null ? b : b is null ? a : a.Value.CompareTo(b.Value) <= 0 ? a : b;
}
