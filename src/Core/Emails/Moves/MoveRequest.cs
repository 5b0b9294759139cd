namespace AgentMail.Core.Emails.Moves;

/// <summary>What a person asks to be done with an accepted email.</summary>
/// <param name="TenantId">Whose email it is.</param>
/// <param name="EmailId">Which.</param>
/// <param name="By">What is asked for, and by which key.</param>
/// <param name="OwnAgentId">The agent whose emails these must be; null where the key is bound to none.</param>
public sealed record MoveRequest(string TenantId, string EmailId, MovedBy By, string? OwnAgentId)
{
    /// <summary>With <see cref="EmailMover.Reschedule"/>: the new time; null, or a time that has passed, is now.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }
}
