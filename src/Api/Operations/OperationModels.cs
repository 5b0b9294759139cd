using AgentMail.Api.Changes;
using AgentMail.Api.Problems;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Json;

namespace AgentMail.Api.Operations;

/// <summary>A configuration change and what became of it.</summary>
/// <param name="Id">The operation.</param>
/// <param name="Status"><c>pending</c>, <c>applied</c> or <c>refused</c>.</param>
/// <param name="Kind">What it does, such as <c>save-profile</c>.</param>
/// <param name="Resource">Path of what it changes.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="CompletedAt">When a worker was done with it.</param>
/// <param name="Version">Version of the resource after the change.</param>
/// <param name="Problem">Why it was refused.</param>
internal sealed record OperationView(
    string Id, OperationStatus Status, string Kind, string Resource, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt, long? Version, ProblemBody? Problem)
{
    public static OperationView Of(Operation operation, HttpContext context)
    {
        var reply = operation.Reply is { } json ? ContractJson.TryRead<ConfigurationApplied>(json, out _) : null;
        return new(
            operation.Id, operation.Status, operation.Kind, operation.Resource, operation.CreatedAt, operation.CompletedAt,
            reply is { Version: > 0 } ? reply.Version : null, reply is null ? null : ChangeRefusal.Of(reply)?.ToBody(context));
    }
}
