using System.Text.Json;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using Xunit;

namespace AgentMail.TestKit.Storage;

/// <summary>Puts configuration changes in as the API does, stored as operations, and has them applied without a bus between.</summary>
public sealed class ConfigurationDesk(Database database, ConfigurationApplier applier, TimeProvider clock, string tenantId)
{
    /// <summary>Stores a change that waits to be applied; its operation.</summary>
    public async Task<string> RequestAsync(ConfigurationCommand command, string requestedBy = "admin")
    {
        var now = clock.GetUtcNow();
        var operation = new Operation
        {
            Id = OperationId.New(now),
            TenantId = tenantId,
            Kind = command.GetType().Name,
            Resource = PathOf(command),
            Command = JsonSerializer.Serialize(command, AgentMailJson.Options),
            RequestedBy = requestedBy,
            Status = OperationStatus.Pending,
            CreatedAt = now,
        };
        await database.WriteAsync((tx, _) => { tx.Db.Operations.Add(operation); return Task.CompletedTask; });
        return operation.Id;
    }

    public async Task<ConfigurationApplied> TryAsync(ConfigurationCommand command) =>
        (await applier.ApplyAsync(await RequestAsync(command), TestContext.Current.CancellationToken))!;

    /// <summary>A change that must succeed; the version it made.</summary>
    public async Task<long> ApplyAsync(ConfigurationCommand command)
    {
        var reply = await TryAsync(command);
        return reply.Outcome == ConfigurationOutcome.Applied
            ? reply.Version
            : throw new InvalidOperationException($"{reply.Outcome}: {string.Join(" ", reply.Problems.Select(p => p.Detail))}");
    }

    public async Task ApplyAllAsync(params ConfigurationCommand[] commands)
    {
        foreach (var command in commands)
            await ApplyAsync(command);
    }

    private static string PathOf(ConfigurationCommand command) => command switch
    {
        SaveTenant => "/v1/tenant",
        SaveServer c => $"/v1/servers/{c.Id}",
        RemoveServer c => $"/v1/servers/{c.Id}",
        SaveChannel c => $"/v1/channels/{c.Id}",
        RemoveChannel c => $"/v1/channels/{c.Id}",
        SaveAgent c => $"/v1/agents/{c.Id}",
        RemoveAgent c => $"/v1/agents/{c.Id}",
        SaveProfile c => $"/v1/agents/{c.AgentId}/profile",
        SaveSignature c => $"/v1/{c.OwnerKind}s/{c.OwnerId}/signatures/{c.Id}",
        RemoveSignature c => $"/v1/{c.OwnerKind}s/{c.OwnerId}/signatures/{c.Id}",
        SaveWebhook c => $"/v1/webhooks/{c.Id}",
        RotateWebhookSecret c => $"/v1/webhooks/{c.Id}",
        RemoveWebhook c => $"/v1/webhooks/{c.Id}",
        _ => "/v1/tests",
    };
}
