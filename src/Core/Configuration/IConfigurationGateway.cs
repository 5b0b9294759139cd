using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;

namespace AgentMail.Core.Configuration;

/// <summary>How a change of configuration or profile gets done: stored as an operation, announced on the bus, applied by a worker.</summary>
public interface IConfigurationGateway
{
    /// <summary>
    /// Stores the change and waits for a worker's reply for at most <paramref name="wait"/>. Without a reply in time the change is
    /// not lost: the operation stays pending and a worker applies it later.
    /// </summary>
    Task<ChangeResult> ChangeAsync(ChangeRequest request, TimeSpan wait, CancellationToken ct);
}

/// <summary>A validated change.</summary>
/// <param name="TenantId">Whose configuration.</param>
/// <param name="RequestedBy">The API key that asks.</param>
/// <param name="Resource">URL path of what changes.</param>
/// <param name="Command">The change, secrets sealed.</param>
public sealed record ChangeRequest(string TenantId, string RequestedBy, string Resource, ConfigurationCommand Command);

/// <summary>The operation, and the reply where there was one in time.</summary>
public sealed record ChangeResult(string OperationId, ConfigurationApplied? Reply);
