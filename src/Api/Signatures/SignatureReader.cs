using AgentMail.Api.Auth;
using AgentMail.Api.Paging;
using AgentMail.Core.Signatures;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Signatures;

/// <summary>Reads the signatures of one agent or channel.</summary>
internal sealed class SignatureReader(Database database)
{
    /// <summary>A page of them; null when there is no such agent or channel.</summary>
    public async Task<Page<SignatureView>?> ListAsync(Caller caller, SignatureOwner owner, string ownerId, PageRequest page, CancellationToken ct)
    {
        await using var db = database.Read();
        if (await OwnerAsync(db, caller, owner, ownerId, ct) is not { } found)
            return null;
        var signatures = Of(db, caller, owner, ownerId);
        return (await signatures.ToPageAsync(s => s.Id, page, ct)).Select(s => SignatureView.Of(s, found.DefaultId));
    }

    public async Task<SignatureView?> FindAsync(Caller caller, SignatureOwner owner, string ownerId, string id, CancellationToken ct)
    {
        await using var db = database.Read();
        if (await OwnerAsync(db, caller, owner, ownerId, ct) is not { } found)
            return null;
        return await Of(db, caller, owner, ownerId).SingleOrDefaultAsync(s => s.Id == id, ct) is { } signature ? SignatureView.Of(signature, found.DefaultId) : null;
    }

    private static IQueryable<Signature> Of(AgentMailDb db, Caller caller, SignatureOwner owner, string ownerId) =>
        db.Signatures.Where(s => s.TenantId == caller.TenantId && s.OwnerKind == owner && s.OwnerId == ownerId);

    private static Task<Owner?> OwnerAsync(AgentMailDb db, Caller caller, SignatureOwner owner, string id, CancellationToken ct) => owner switch
    {
        SignatureOwner.Agent => db.Profiles.Where(p => p.TenantId == caller.TenantId && p.AgentId == id).Select(p => new Owner(p.DefaultSignatureId)).SingleOrDefaultAsync(ct),
        SignatureOwner.Channel => db.Channels.Where(c => c.TenantId == caller.TenantId && c.Id == id).Select(c => new Owner(c.DefaultSignatureId)).SingleOrDefaultAsync(ct),
        _ => throw new ArgumentOutOfRangeException(nameof(owner)),
    };

    private sealed record Owner(string? DefaultId);
}
