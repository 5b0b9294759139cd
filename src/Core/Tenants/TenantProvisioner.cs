using AgentMail.Core.Audit;
using AgentMail.Core.Servers;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Tenants;

/// <summary>Creates tenants: settings, a sandbox as default server, and one admin key.</summary>
public sealed class TenantProvisioner(Database database, TimeProvider clock)
{
    /// <summary>From of sandbox mail that no identity of its own applies to.</summary>
    public const string SandboxFrom = "sandbox@localhost";

    /// <summary>Creates a tenant with this admin key; false when the id is taken.</summary>
    public Task<bool> CreateAsync(string id, string name, string adminKey, CancellationToken ct) => database.WriteAsync(
        async (tx, token) =>
        {
            if (await tx.Db.Tenants.AnyAsync(t => t.Id == id, token))
                return await WasDoneAsync(tx.Db, id, adminKey, token);
            Add(tx, id, name, adminKey, AuditActor.Operator);
            await tx.Db.SaveChangesAsync(token);
            return true;
        }, ct);

    /// <summary>On an empty database creates tenant <c>default</c> with this admin key; false when there is a tenant already, with another.</summary>
    public async Task<bool> BootstrapAsync(string adminKey, CancellationToken ct)
    {
        try
        {
            return await database.WriteAsync(
                async (tx, token) =>
                {
                    if (await tx.Db.Tenants.AnyAsync(token))
                        return await WasDoneAsync(tx.Db, Tenant.DefaultId, adminKey, token);
                    Add(tx, Tenant.DefaultId, "Default", adminKey, AuditActor.FirstStart);
                    await tx.Db.SaveChangesAsync(token);
                    return true;
                }, ct);
        }
        catch (DbUpdateException error) when (database.IsDuplicateKey(error))
        {
            // Another process starting at the same time was quicker.
            return false;
        }
    }

    // A commit whose answer was lost is repeated: the tenant is there by then, and its key is told only now.
    private static Task<bool> WasDoneAsync(AgentMailDb db, string id, string adminKey, CancellationToken ct)
    {
        var hash = ApiKeyToken.Hash(adminKey);
        return db.ApiKeys.AnyAsync(k => k.TenantId == id && k.Hash == hash, ct);
    }

    private void Add(WriteTransaction tx, string id, string name, string adminKey, AuditActor by)
    {
        var now = clock.GetUtcNow();
        tx.Db.Tenants.Add(new() { Id = id, Name = name, CreatedAt = now, Version = 1, ConfigCounter = 1 });
        tx.Db.ApiKeys.Add(new() { Id = "admin", TenantId = id, Name = "First admin key", Role = Role.Admin, Hash = ApiKeyToken.Hash(adminKey), CreatedAt = now });
        tx.Db.Servers.Add(new()
        {
            TenantId = id,
            Id = OutboundServer.SandboxId,
            Name = "Sandbox: keeps mail, sends nothing",
            Kind = ServerKind.Sandbox,
            Authentication = AuthenticationKind.None,
            Security = ConnectionSecurity.None,
            FromAddress = SandboxFrom,
            AllowedFrom = ["*"],
            IsDefault = true,
            Version = 1,
        });
        new AuditTrail(tx.Db, id, by, now, change: 1).Record();
    }
}
