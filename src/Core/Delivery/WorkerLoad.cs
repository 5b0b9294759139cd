namespace AgentMail.Core.Delivery;

/// <summary>A worker that takes lanes, and how many it holds.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Lanes">Lanes whose lease it holds, or that are reserved for it.</param>
public sealed record WorkerLoad(string Worker, int Lanes);
