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
    Database database, IBus bus, CommandSender sender, TimeProvider clock, ILogger<MassTransitGateway> log) : IConfigurationGateway
{
    // A sweep looks after two seconds; whose ring is heard is answered long before.
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan NextLook = TimeSpan.FromSeconds(1);

    // The one that is registered lives in a scope, and this gateway does not.
    private readonly IRequestClient<ApplyConfiguration> _client = bus.CreateRequestClient<ApplyConfiguration>(Topology.Address(Topology.ApplyConfiguration));

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
        try
        {
            await sender.SendAsync(Topology.ApplyConfiguration, new ApplyConfiguration(operationId), ct);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            log.LogInformation("The bus took no ring for {OperationId}: {Error}", operationId, error.GetType().Name);
        }
    }

    /// <summary>The answer comes over the bus; where it does not, the row may have it: of a sweep, or of a worker that answers elsewhere.</summary>
    private async Task<ConfigurationApplied?> AskAsync(string operationId, TimeSpan wait, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(wait);
        var answer = AnswerAsync(operationId, wait, deadline.Token);
        for (var pause = FirstLook; await Task.WhenAny(answer, Task.Delay(pause, clock, ct)) != answer; pause = NextLook)
        {
            if (await StoredReplyAsync(operationId, ct) is not { } reply)
                continue;
            await deadline.CancelAsync();
            return reply;
        }
        ct.ThrowIfCancellationRequested();
        return await answer ?? await StoredReplyAsync(operationId, ct);
    }

    private async Task<ConfigurationApplied?> AnswerAsync(string operationId, TimeSpan wait, CancellationToken ct)
    {
        try
        {
            var response = await _client.GetResponse<ConfigurationApplied>(
                new ApplyConfiguration(operationId), Lasting, ct, RequestTimeout.After(ms: (int)wait.TotalMilliseconds));
            if (Completeness.Missing(response.Message) is not { } missing)
                return response.Message;
            log.LogWarning("The answer to {OperationId} has no {Member}", operationId, missing);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Stored already, whatever the bus says: a worker's sweeper applies it, and the caller follows the operation.
            log.LogInformation("No worker answered for {OperationId} in time: {Error}", operationId, error.GetType().Name);
        }
        return null;
    }

    private async Task<ConfigurationApplied?> StoredReplyAsync(string operationId, CancellationToken ct)
    {
        try
        {
            await using var db = database.Read();
            var reply = await db.Operations.Where(o => o.Id == operationId).Select(o => o.Reply).SingleAsync(ct);
            return reply is null ? null : ContractJson.TryRead<ConfigurationApplied>(reply, out _);
        }
        // The change is stored: its caller is better told where to follow it than that the database has gone since.
        catch (Exception error) when (database.IsTransient(error))
        {
            return null;
        }
    }

    // A request expires with its asker's patience where nothing else is said, and what expires would lie with the dead letters.
    private static void Lasting(IRequestPipeConfigurator<ApplyConfiguration> request) => request.UseExecute(context => context.TimeToLive = null);

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
