using System.Text.Json;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Messaging;

/// <summary>Stores a change, then asks a worker over the bus. Only the operation's id travels.</summary>
internal sealed class MassTransitGateway(
    Database database, IBus bus, TimeProvider clock, ILogger<MassTransitGateway> log) : IConfigurationGateway
{
    private static readonly TimeSpan RingDeadline = TimeSpan.FromSeconds(1);

    // The one that is registered lives in a scope, and this gateway does not.
    private readonly IRequestClient<ApplyConfiguration> _client = bus.CreateRequestClient<ApplyConfiguration>();

    public async Task<ChangeResult> ChangeAsync(ChangeRequest request, TimeSpan wait, CancellationToken ct)
    {
        var operation = NewOperation(request);
        await database.WriteAsync((tx, token) => StoreAsync(tx.Db, operation, token), ct);
        if (wait > TimeSpan.Zero)
            return new(operation.Id, await AskAsync(operation.Id, wait, ct));
        await RingAsync(operation.Id, ct);
        return new(operation.Id, null);
    }

    // A commit whose answer was lost is repeated: the operation is there by then.
    private static async Task StoreAsync(AgentMailDb db, Operation operation, CancellationToken ct)
    {
        if (!await db.Operations.AnyAsync(o => o.Id == operation.Id, ct))
            db.Operations.Add(operation);
    }

    /// <summary>For a caller who does not want to wait.</summary>
    private async Task RingAsync(string operationId, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(RingDeadline);
        try
        {
            await bus.Publish(new ApplyConfiguration(operationId), deadline.Token);
        }
        catch (Exception error) when (!ct.IsCancellationRequested && error is OperationCanceledException or MassTransitException)
        {
            log.LogInformation("The bus took no ring for {OperationId}: {Error}", operationId, error.GetType().Name);
        }
    }

    private async Task<ConfigurationApplied?> AskAsync(string operationId, TimeSpan wait, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(wait);
        try
        {
            var response = await _client.GetResponse<ConfigurationApplied>(
                new ApplyConfiguration(operationId), deadline.Token, RequestTimeout.After(ms: (int)wait.TotalMilliseconds));
            return response.Message;
        }
        catch (Exception error) when (!ct.IsCancellationRequested && error is OperationCanceledException or RequestException or MassTransitException)
        {
            // Stored already: a worker's sweeper applies it, and the caller follows the operation.
            log.LogInformation("No worker answered for {OperationId} in time: {Error}", operationId, error.GetType().Name);
            return await StoredReplyAsync(operationId, ct);
        }
    }

    private async Task<ConfigurationApplied?> StoredReplyAsync(string operationId, CancellationToken ct)
    {
        await using var db = database.Read();
        var reply = await db.Operations.Where(o => o.Id == operationId).Select(o => o.Reply).SingleAsync(ct);
        return reply is null ? null : JsonSerializer.Deserialize<ConfigurationApplied>(reply, AgentMailJson.Options);
    }

    private Operation NewOperation(ChangeRequest request)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            Id = OperationId.New(now),
            TenantId = request.TenantId,
            Kind = OperationKind.Of(request.Command),
            Resource = request.Resource,
            Command = JsonSerializer.Serialize(request.Command, AgentMailJson.Options),
            RequestedBy = request.RequestedBy,
            Status = OperationStatus.Pending,
            CreatedAt = now,
        };
    }
}
