namespace AgentMail.Core.Events;

/// <summary>An event that has not been given its number yet.</summary>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The <c>data</c> member as JSON.</param>
/// <param name="EmailId">The email it is about, if any.</param>
/// <param name="AgentId">The agent it concerns, for filters and for the agent's own view.</param>
/// <param name="ChannelId">The channel it concerns.</param>
/// <param name="Facts">What the process's log says of it besides; not part of the event.</param>
public sealed record EventDraft(
    string TenantId, string Type, DateTimeOffset Timestamp, string Data, string? EmailId = null, string? AgentId = null, string? ChannelId = null,
    EventFacts? Facts = null)
{
    internal EventRow Numbered(long number) => new()
    {
        Number = number,
        TenantId = TenantId,
        Type = Type,
        Timestamp = Timestamp,
        EmailId = EmailId,
        AgentId = AgentId,
        ChannelId = ChannelId,
        Data = Data,
    };
}
