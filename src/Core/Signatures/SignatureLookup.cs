using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using AgentMail.Core.Templates;
using AgentMail.Core.Validation;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Signatures;

/// <summary>
/// Finds the signature a request asks for (R8): the agent's own where an agent writes, else the channel's. Named by id it may also be
/// one of the channel that the agent writes through; the agent's goes first.
/// </summary>
public sealed class SignatureLookup(Database database, RenderingTurns turns, TimeProvider clock)
{
    /// <summary>The signature with its variables filled in, or none; or what is wrong with <c>signatureId</c>.</summary>
    public async Task<(ChosenSignature? Signature, FieldProblem? Problem)> FindAsync(SendRequest request, SenderSelection.Chosen sender, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sender);
        if ((request.Signature.UseDefault ? sender.DefaultSignatureId : request.Signature.SignatureId) is not { } id)
            return default;
        await using var db = database.Read();
        if (await FindAsync(db, request, sender, id, ct) is not { } signature)
        {
            // A default that is gone was removed a moment ago, and is forgotten.
            return request.Signature.UseDefault ? default : (null, new(FieldCodes.NotFound, $"There is no signature '{id}' of {Owners(sender)}; name another, or null for none."));
        }
        var content = new SignatureContent(signature.Html, signature.Text);
        if (!SignatureVariables.In(signature.Html))
            return (new(id, content), null);
        var values = await ValuesAsync(db, request.TenantId, sender, ct);
        var (filled, problem) = await turns.RunAsync(request.TenantId, () => (SignatureVariables.Fill(content, values, clock, out var wrong), wrong), ct);
        return filled is null
            ? (null, new(FieldCodes.InvalidFormat, $"Signature '{id}' cannot be filled in: {problem} Correct the signature, name another, or null for none."))
            : (new(id, filled), null);
    }

    private static Task<Signature?> FindAsync(AgentMailDb db, SendRequest request, SenderSelection.Chosen sender, string id, CancellationToken ct)
    {
        var agentId = sender.AgentId;
        var channelId = sender.Kind == SenderKind.Channel && (agentId is null || !request.Signature.UseDefault) ? sender.Id : null;
        return db.Signatures
            .Where(s => s.TenantId == request.TenantId && s.Id == id
                && ((s.OwnerKind == SignatureOwner.Agent && s.OwnerId == agentId) || (s.OwnerKind == SignatureOwner.Channel && s.OwnerId == channelId)))
            .OrderBy(s => s.OwnerKind == SignatureOwner.Agent ? 0 : 1)
            .FirstOrDefaultAsync(ct);
    }

    private async Task<LiquidValues> ValuesAsync(AgentMailDb db, string tenantId, SenderSelection.Chosen sender, CancellationToken ct)
    {
        var (agentId, channelId) = (sender.AgentId, sender.Kind == SenderKind.Channel ? sender.Id : null);
        var tenant = await db.Tenants.SingleAsync(t => t.Id == tenantId, ct);
        var agent = agentId is null ? null : await db.Agents.SingleOrDefaultAsync(a => a.TenantId == tenantId && a.Id == agentId, ct);
        var profile = agentId is null ? null : await db.Profiles.SingleOrDefaultAsync(p => p.TenantId == tenantId && p.AgentId == agentId, ct);
        var channel = channelId is null ? null : await db.Channels.SingleOrDefaultAsync(c => c.TenantId == tenantId && c.Id == channelId, ct);
        return LiquidValues.Of(tenant, agent, profile, channel, clock.GetUtcNow());
    }

    private static string Owners(SenderSelection.Chosen sender) => sender switch
    {
        { AgentId: { } agentId, Kind: SenderKind.Channel } => $"agent '{agentId}' or channel '{sender.Id}'",
        { AgentId: { } agentId } => $"agent '{agentId}'",
        _ => $"channel '{sender.Id}'",
    };
}

/// <summary>The signature that a request comes to.</summary>
/// <param name="Id">The caller's id of it.</param>
/// <param name="Content">What is inserted.</param>
public sealed record ChosenSignature(string Id, SignatureContent Content);
