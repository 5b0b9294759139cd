namespace AgentMail.Core.Events;

/// <summary>Which events somebody asks to see and may see, of a log that is read and of one that is followed.</summary>
/// <param name="TenantId">Whose.</param>
public sealed record EventFilter(string TenantId)
{
    private const string AnyOfKind = ".*";

    /// <summary>One type, or all of a kind such as <c>email.*</c>; null = any.</summary>
    public string? Type { get; init; }

    public string? EmailId { get; init; }

    public string? AgentId { get; init; }

    public string? ChannelId { get; init; }

    /// <summary>The agent who asks, and sees the own events and those of the own channels; null = whoever sees all.</summary>
    public string? SeenBy { get; init; }

    /// <summary>Channels of the agent who asks.</summary>
    public IReadOnlyList<string> OwnChannels { get; init; } = [];

    /// <summary>Begin of the types, with the dot, where all of a kind are asked for.</summary>
    public string? Kind => Type?.EndsWith(AnyOfKind, StringComparison.Ordinal) is true ? Type[..^1] : null;

    public bool Matches(EventRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.TenantId == TenantId
            && (Type is null || (Kind is { } kind ? row.Type.StartsWith(kind, StringComparison.Ordinal) : row.Type == Type))
            && (EmailId is null || row.EmailId == EmailId)
            && (AgentId is null || row.AgentId == AgentId)
            && (ChannelId is null || row.ChannelId == ChannelId)
            && (SeenBy is null || row.AgentId == SeenBy || (row.ChannelId is not null && OwnChannels.Contains(row.ChannelId)));
    }
}
