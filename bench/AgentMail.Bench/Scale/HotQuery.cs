namespace AgentMail.Bench.Scale;

/// <summary>Something that AgentMail asks of its database all the time, or that a person waits for.</summary>
/// <param name="Name">For people.</param>
/// <param name="RunAsync">Does it once.</param>
internal sealed record HotQuery(string Name, Func<Task> RunAsync);
