namespace AgentMail.Core.Notices;

/// <summary>A notice, ready to be sent.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="EventId">The event it tells of: it is told of once.</param>
/// <param name="To">Who is told.</param>
/// <param name="Subject">One line.</param>
/// <param name="Html">The body.</param>
/// <param name="PausedLane">For a pause, the lane of the account: told of at most once an hour.</param>
internal sealed record Notice(string TenantId, string EventId, string To, string Subject, string Html, string? PausedLane);
