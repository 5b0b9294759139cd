namespace AgentMail.Core.Delivery;

/// <summary>A lane that makes no attempt until a time, and then one, because of what its server said, or failed to say, to all of its mail.</summary>
/// <param name="Why">What slowed it.</param>
/// <param name="Until">When the next attempt may be made.</param>
/// <param name="Times">How often in a row it was slowed: each time for longer.</param>
/// <param name="Since">When it was slowed last: attempts begun before say nothing about the time since.</param>
public sealed record LaneSlowness(DeliveryError Why, DateTimeOffset Until, int Times, DateTimeOffset Since);

/// <summary>A change of a lane's pace, to be written with the result of the attempt that led to it.</summary>
/// <param name="To">Null for full pace.</param>
public sealed record LanePaceChange(LaneSlowness? To);
