using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Signatures;

/// <summary>Finds the signature a request asks for: the agent's own where an agent writes, else the channel's (R8).</summary>
public sealed class SignatureLookup(Database database)
{
    /// <summary>The signature, none, or the sentence that says which one is missing.</summary>
    public async Task<(SignatureContent? Content, string? Missing)> FindAsync(SendRequest request, SenderSelection.Chosen sender, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sender);
        if (request.Signature is { UseDefault: false, SignatureId: null })
            return default;
        await using var db = database.Read();
        var (owner, ownerId) = sender.AgentId is { } agentId ? (SignatureOwner.Agent, agentId) : (SignatureOwner.Channel, sender.Id);
        var id = request.Signature.SignatureId ?? await DefaultAsync(db, request.TenantId, owner, ownerId, ct);
        if (id is null)
            return default;
        var signature = await db.Signatures.SingleOrDefaultAsync(s => s.TenantId == request.TenantId && s.OwnerKind == owner && s.OwnerId == ownerId && s.Id == id, ct);
        if (signature is null)
            return (null, $"There is no signature '{id}'; name another, or null for none.");
        return (new(signature.Html, signature.Text), null);
    }

    private static Task<string?> DefaultAsync(AgentMailDb db, string tenantId, SignatureOwner owner, string ownerId, CancellationToken ct) => owner == SignatureOwner.Agent
        ? db.Profiles.Where(p => p.TenantId == tenantId && p.AgentId == ownerId).Select(p => p.DefaultSignatureId).SingleOrDefaultAsync(ct)
        : db.Channels.Where(c => c.TenantId == tenantId && c.Id == ownerId).Select(c => c.DefaultSignatureId).SingleOrDefaultAsync(ct);
}
