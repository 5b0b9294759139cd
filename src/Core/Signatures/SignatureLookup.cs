using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Signatures;

/// <summary>Finds the signature a request asks for: the agent's own where an agent writes, else the channel's (R8).</summary>
public sealed class SignatureLookup(Database database)
{
    /// <summary>The signature, none, or the sentence that says which one is missing.</summary>
    public async Task<(ChosenSignature? Signature, string? Missing)> FindAsync(SendRequest request, SenderSelection.Chosen sender, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sender);
        if (request.Signature is { UseDefault: false, SignatureId: null })
            return default;
        var id = request.Signature.SignatureId ?? sender.DefaultSignatureId;
        if (id is null)
            return default;
        var (owner, ownerId) = sender.AgentId is { } agentId ? (SignatureOwner.Agent, agentId) : (SignatureOwner.Channel, sender.Id);
        await using var db = database.Read();
        var signature = await db.Signatures.SingleOrDefaultAsync(s => s.TenantId == request.TenantId && s.OwnerKind == owner && s.OwnerId == ownerId && s.Id == id, ct);
        if (signature is null)
            return (null, $"There is no signature '{id}'; name another, or null for none.");
        return (new(id, new(signature.Html, signature.Text)), null);
    }
}

/// <summary>The signature that a request comes to.</summary>
/// <param name="Id">The caller's id of it.</param>
/// <param name="Content">What is inserted.</param>
public sealed record ChosenSignature(string Id, SignatureContent Content);
