using System.Text.Json;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Audit;
using AgentMail.Core.Configuration.Changes;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Configuration;

/// <summary>Applies stored configuration changes: the one writer of configuration. Applying an operation again gives the first reply again.</summary>
public sealed class ConfigurationApplier(Database database, IdentityCache identities, TimeProvider clock, ILogger<ConfigurationApplier> log)
{
    /// <summary>How long the ring has before a sweeper looks.</summary>
    public static readonly TimeSpan RingHeadStart = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Applies one operation; null when there is no such operation. What waits longer for the same resource comes first: rings that waited
    /// for a worker are heard by many at a time, and in any order.
    /// </summary>
    public async Task<ConfigurationApplied?> ApplyAsync(string operationId, CancellationToken ct)
    {
        foreach (var earlier in await EarlierAsync(operationId, ct))
            await ApplyOneAsync(earlier, ct);
        return await ApplyOneAsync(operationId, ct);
    }

    private async Task<ConfigurationApplied?> ApplyOneAsync(string operationId, CancellationToken ct)
    {
        var (reply, tenantId, changed) = await database.WriteAsync((tx, token) => ApplyAsync(tx, operationId, token), ct);
        foreach (var (kind, id) in changed)
            await identities.RefreshAsync(tenantId, kind, id, ct);
        return reply;
    }

    /// <summary>Operations that no worker has answered in a while, oldest first.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(int limit, CancellationToken ct)
    {
        var overdue = clock.GetUtcNow() - RingHeadStart;
        await using var db = database.Read();
        return await db.Operations.Where(o => o.Status == OperationStatus.Pending && o.CreatedAt < overdue).OrderBy(o => o.Id).Select(o => o.Id).Take(limit).ToListAsync(ct);
    }

    private async Task<List<string>> EarlierAsync(string operationId, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Operations
            .Where(o => o.Status == OperationStatus.Pending && o.Id.CompareTo(operationId) < 0
                && db.Operations.Any(asked => asked.Id == operationId && asked.TenantId == o.TenantId && asked.Resource == o.Resource))
            .OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(ct);
    }

    private async Task<(ConfigurationApplied? Reply, string TenantId, IReadOnlyList<(SenderKind Kind, string Id)> Changed)> ApplyAsync(
        WriteTransaction tx, string operationId, CancellationToken ct)
    {
        var tenantId = await tx.Db.Operations.Where(o => o.Id == operationId).Select(o => o.TenantId).SingleOrDefaultAsync(ct);
        if (tenantId is null)
            return (null, "", []);
        var version = await ChangeCounter.NextAsync(tx.Db, tenantId, ct);
        var operation = await tx.Db.Operations.AsTracking().SingleAsync(o => o.Id == operationId, ct);
        if (operation.Reply is { } earlier)
            return (ContractJson.TryRead<ConfigurationApplied>(earlier, out _), tenantId, []);
        // Before the change, which may remove the very key.
        var actor = await AuditActor.OfKeyAsync(tx.Db, tenantId, operation.RequestedBy, ct);
        var context = new ChangeContext(tx, tenantId, version, clock.GetUtcNow());
        var outcome = ContractJson.TryRead<ConfigurationCommand>(operation.Command, out var problem) is { } command
            ? await DispatchAsync(command, context, ct)
            : Unreadable(operation, problem);
        foreach (var (kind, id) in context.ChangedSenders)
            await SlowLanes.HurrySenderAsync(tx.Db, tenantId, kind, id, context.Now, ct);
        var reply = Complete(operation, outcome, context);
        if (reply.Outcome == ConfigurationOutcome.Applied)
            new AuditTrail(tx.Db, tenantId, actor, context.Now, version).Record(operation.Resource, outcome.Action);
        await tx.Db.SaveChangesAsync(ct);
        // Other work of the same commit must not meet rows tracked here: bulk updates pass them by.
        tx.Db.ChangeTracker.Clear();
        return (reply, tenantId, context.ChangedSenders);
    }

    private ConfigurationApplied Complete(Operation operation, ChangeOutcome outcome, ChangeContext context)
    {
        var applied = outcome.Outcome == ConfigurationOutcome.Applied;
        var reply = new ConfigurationApplied(
            operation.Id, outcome.Outcome, outcome.Created, applied && !outcome.Removed ? context.Version : 0, outcome.Problems);
        operation.Status = applied ? OperationStatus.Applied : OperationStatus.Refused;
        operation.Reply = JsonSerializer.Serialize(reply, AgentMailJson.Options);
        operation.CompletedAt = context.Now;
        log.LogInformation("Configuration change {OperationId} {Resource}: {Outcome}", operation.Id, operation.Resource, outcome.Outcome);
        return reply;
    }

    // Refused rather than left for a newer worker: nobody knows whether one will ever come, and the caller waits.
    private ChangeOutcome Unreadable(Operation operation, string? problem)
    {
        log.LogError("Configuration change {OperationId} of kind {Kind} is unreadable to this version and is refused: {Problem}", operation.Id, operation.Kind, problem);
        return ChangeOutcome.Conflict(
            "The worker could not read this change: another version of AgentMail wrote it. Repeat it once workers and APIs are of the same version.");
    }

    private static Task<ChangeOutcome> DispatchAsync(ConfigurationCommand command, ChangeContext context, CancellationToken ct) => command switch
    {
        SaveTenant c => TenantChanges.SaveAsync(c, context, ct),
        SaveServer c => ServerChanges.SaveAsync(c, context, ct),
        RemoveServer c => ServerChanges.RemoveAsync(c, context, ct),
        SaveChannel c => ChannelChanges.SaveAsync(c, context, ct),
        RemoveChannel c => ChannelChanges.RemoveAsync(c, context, ct),
        SaveAgent c => AgentChanges.SaveAsync(c, context, ct),
        RemoveAgent c => AgentChanges.RemoveAsync(c, context, ct),
        SaveProfile c => ProfileChanges.SaveAsync(c, context, ct),
        SaveSignature c => SignatureChanges.SaveAsync(c, context, ct),
        RemoveSignature c => SignatureChanges.RemoveAsync(c, context, ct),
        SaveTemplate c => TemplateChanges.SaveAsync(c, context, ct),
        RemoveTemplate c => TemplateChanges.RemoveAsync(c, context, ct),
        SaveWebhook c => WebhookChanges.SaveAsync(c, context, ct),
        RotateWebhookSecret c => WebhookChanges.RotateAsync(c, context, ct),
        RemoveWebhook c => WebhookChanges.RemoveAsync(c, context, ct),
        _ => throw new InvalidOperationException($"No handler for {command.GetType().Name}."),
    };
}
