namespace AgentMail.Core.Events;

/// <summary>An event on its way to those who listen: its JSON is made once, and only if somebody takes it.</summary>
public sealed class FeedEvent(EventRow row)
{
    private readonly Lazy<ReadOnlyMemory<byte>> _json = new(() => EventJson.Bytes(row));

    public EventRow Row => row;

    /// <summary>The event as every consumer gets it.</summary>
    public ReadOnlyMemory<byte> Json => _json.Value;
}
