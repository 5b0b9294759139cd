using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;
using AgentMail.Core.Signatures;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Changes of signatures of agents and channels.</summary>
internal static class SignatureChanges
{
    /// <summary>Signatures one agent or channel may have.</summary>
    public const int MaxPerOwner = 200;

    public static async Task<ChangeOutcome> SaveAsync(SaveSignature command, ChangeContext context, CancellationToken ct)
    {
        var owner = WireEnum<SignatureOwner>.Parse(command.OwnerKind);
        if (!await OwnerExistsAsync(context, owner, command.OwnerId, ct))
            return ChangeOutcome.NotFound($"{command.OwnerKind} '{command.OwnerId}'");
        var signature = await FindAsync(context, owner, command.OwnerId, command.Id, ct);
        if (command.ExpectedVersion is { } expected && expected != (signature?.Version ?? 0))
            return ChangeOutcome.Stale(signature?.Version ?? 0);
        var created = signature is null;
        if (signature is null)
        {
            if (await CountAsync(context, owner, command.OwnerId, ct) >= MaxPerOwner)
                return ChangeOutcome.Conflict($"There are {MaxPerOwner} signatures already; remove one first.");
            context.Db.Signatures.Add(signature = new()
            {
                TenantId = context.TenantId,
                OwnerKind = owner,
                OwnerId = command.OwnerId,
                Id = command.Id,
                Name = "",
                Html = "",
                Text = "",
            });
        }
        signature.Name = command.Name;
        signature.Html = command.Html;
        signature.Text = command.Text;
        signature.Version = context.Version;
        return ChangeOutcome.Saved(created);
    }

    public static async Task<ChangeOutcome> RemoveAsync(RemoveSignature command, ChangeContext context, CancellationToken ct)
    {
        var owner = WireEnum<SignatureOwner>.Parse(command.OwnerKind);
        var signature = await FindAsync(context, owner, command.OwnerId, command.Id, ct);
        if (signature is null)
            return ChangeOutcome.NotFound($"signature '{command.Id}'");
        if (command.ExpectedVersion is { } expected && expected != signature.Version)
            return ChangeOutcome.Stale(signature.Version);
        context.Db.Signatures.Remove(signature);
        await ForgetDefaultAsync(context, owner, command, ct);
        return ChangeOutcome.Gone;
    }

    /// <summary>Removes the signatures of an owner that goes.</summary>
    public static async Task RemoveAllAsync(ChangeContext context, SignatureOwner owner, string ownerId, CancellationToken ct)
    {
        // Without their html, which may be megabytes.
        var all = context.Db.Signatures.Where(s => s.TenantId == context.TenantId && s.OwnerKind == owner && s.OwnerId == ownerId);
        context.Db.Signatures.RemoveRange(await all
            .Select(s => new Signature { TenantId = s.TenantId, OwnerKind = s.OwnerKind, OwnerId = s.OwnerId, Id = s.Id, Name = "", Html = "", Text = "" }).ToListAsync(ct));
    }

    /// <summary>What is wrong with a default signature; null when it is good.</summary>
    public static async Task<ChangeOutcome?> CheckDefaultAsync(ChangeContext context, SignatureOwner owner, string ownerId, string? signatureId, CancellationToken ct) =>
        signatureId is null || await FindAsync(context, owner, ownerId, signatureId, ct) is not null
            ? null
            : ChangeOutcome.Invalid("/defaultSignatureId", "not-found", $"There is no signature '{signatureId}' here; save the signature first.");

    private static async Task ForgetDefaultAsync(ChangeContext context, SignatureOwner owner, RemoveSignature command, CancellationToken ct)
    {
        var (tenantId, ownerId, id) = (context.TenantId, command.OwnerId, command.Id);
        if (owner == SignatureOwner.Agent)
        {
            foreach (var profile in await context.Db.Profiles.AsTracking().Where(p => p.TenantId == tenantId && p.AgentId == ownerId && p.DefaultSignatureId == id).ToListAsync(ct))
                (profile.DefaultSignatureId, profile.Version) = (null, context.Version);
        }
        else
        {
            foreach (var channel in await context.Db.Channels.AsTracking().Where(c => c.TenantId == tenantId && c.Id == ownerId && c.DefaultSignatureId == id).ToListAsync(ct))
                (channel.DefaultSignatureId, channel.Version) = (null, context.Version);
        }
    }

    private static Task<Signature?> FindAsync(ChangeContext context, SignatureOwner owner, string ownerId, string id, CancellationToken ct) =>
        context.Db.Signatures.AsTracking().SingleOrDefaultAsync(s => s.TenantId == context.TenantId && s.OwnerKind == owner && s.OwnerId == ownerId && s.Id == id, ct);

    private static Task<int> CountAsync(ChangeContext context, SignatureOwner owner, string ownerId, CancellationToken ct) =>
        context.Db.Signatures.CountAsync(s => s.TenantId == context.TenantId && s.OwnerKind == owner && s.OwnerId == ownerId, ct);

    private static Task<bool> OwnerExistsAsync(ChangeContext context, SignatureOwner owner, string ownerId, CancellationToken ct) => owner == SignatureOwner.Agent
        ? context.Db.Agents.AnyAsync(a => a.TenantId == context.TenantId && a.Id == ownerId, ct)
        : context.Db.Channels.AnyAsync(c => c.TenantId == context.TenantId && c.Id == ownerId, ct);
}
