namespace AgentMail.Contracts.Commands;

/// <summary>Tells a worker that lanes were handed over to it. Every worker hears it; a lost one changes nothing but the moment.</summary>
/// <param name="Worker">The worker that they are reserved for.</param>
/// <param name="Lanes">Lane keys, at most <see cref="DeliverDue.MaxLanes"/>.</param>
public sealed record TakeLanes(string Worker, IReadOnlyList<string> Lanes);
