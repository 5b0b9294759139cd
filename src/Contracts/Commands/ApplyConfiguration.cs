namespace AgentMail.Contracts.Commands;

/// <summary>Tells a worker that a configuration change is stored and waits to be applied. Answered with <see cref="Replies.ConfigurationApplied"/>.</summary>
/// <param name="OperationId">The stored change.</param>
public sealed record ApplyConfiguration(string OperationId);
