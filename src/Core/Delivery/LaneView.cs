namespace AgentMail.Core.Delivery;

/// <summary>A lane as people see it.</summary>
/// <param name="Name">Its key within the tenant.</param>
/// <param name="State">How it stands.</param>
/// <param name="Until">When a slowed one goes on; null otherwise.</param>
/// <param name="Error">What the server said, or failed to say; null for a healthy one.</param>
/// <param name="Waiting">What waits for it.</param>
public sealed record LaneView(LaneName Name, LaneState State, DateTimeOffset? Until, DeliveryError? Error, LaneQueue Waiting);
