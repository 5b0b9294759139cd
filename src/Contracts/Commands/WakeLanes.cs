namespace AgentMail.Contracts.Commands;

/// <summary>A ring passed on to the worker that holds the lanes.</summary>
/// <param name="Lanes">Lane keys, at most <see cref="DeliverDue.MaxLanes"/>.</param>
public sealed record WakeLanes(IReadOnlyList<string> Lanes);
