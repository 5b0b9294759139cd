using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.TestKit.Storage;

/// <summary>Passwords from before places were kept, taken through the migration that gives them theirs.</summary>
public static class BackfilledPlaces
{
    private const string BeforePlaces = "Initial";
    private const string Sealed = "sealed";

    /// <summary>Of each owner: the place that <see cref="SecretPlace"/> spells, and the one that the migration stored.</summary>
    public static async Task<IReadOnlyList<(string Owner, string? Expected, string? Stored)>> RunAsync(IDatabaseEngine engine)
    {
        await using (var before = engine.Open())
        {
            before.AddRange(Rows().ToArray<object>());
            await before.SaveChangesAsync();
            await before.Database.MigrateAsync(BeforePlaces);
        }
        await using var after = engine.Open();
        await after.Database.MigrateAsync();
        var servers = await after.Servers.Where(s => s.TenantId == "acme").ToListAsync();
        var agents = await after.Agents.ToListAsync();
        string? PlaceOn(string? serverId, string? sealedPassword) =>
            sealedPassword is null ? null : SecretPlace.Of(servers.Single(s => serverId is null ? s.IsDefault : s.Id == serverId));
        return
        [
            .. servers.Select(s => (s.Id, s.SealedPassword is null ? null : SecretPlace.OfSharedAccount(s), s.PasswordPlace)),
            .. (await after.Channels.ToListAsync()).Select(c => (c.Id, PlaceOn(c.ServerId, c.SealedPassword), c.PasswordPlace)),
            .. (await after.Profiles.ToListAsync()).Select(p => (p.AgentId, PlaceOn(agents.Single(a => a.Id == p.AgentId).ServerId, p.SealedEmailPassword), p.EmailPasswordPlace)),
        ];
    }

    private static IEnumerable<object> Rows()
    {
        yield return Server("default-smtp", "SMTP.Acme.example", 587, ConnectionSecurity.StartTls, "Relay@acme.example", isDefault: true);
        yield return Server("custom-tls", "mail.acme.example", 465, ConnectionSecurity.Tls, username: null);
        yield return Server("custom-plain", "2001:db8::25", 25, ConnectionSecurity.None, "relay", Sealed);
        yield return Server("custom-without", "smtp.acme.example", 25, ConnectionSecurity.None, "relay", sealedPassword: null);
        yield return Server("sandbox", host: null, 587, ConnectionSecurity.StartTls, username: null);
        foreach (var serverId in new[] { null, "custom-tls", "custom-plain", "sandbox" })
        {
            foreach (var sealedPassword in new[] { Sealed, null })
            {
                var id = $"on-{serverId ?? "default"}-{(sealedPassword is null ? "without" : "with")}";
                yield return new Channel { TenantId = "acme", Id = "channel-" + id, Name = id, Address = id + "@acme.example", ServerId = serverId, SealedPassword = sealedPassword };
                yield return new Agent { TenantId = "acme", Id = "agent-" + id, DisplayName = id, ServerId = serverId };
                yield return new AgentProfile { TenantId = "acme", AgentId = "agent-" + id, SealedEmailPassword = sealedPassword };
            }
        }
        // Another tenant's servers of the same names are none of theirs.
        yield return Server("custom-tls", "elsewhere.example", 1, ConnectionSecurity.None, "nobody", tenantId: "other");
    }

    private static OutboundServer Server(
        string id, string? host, int port, ConnectionSecurity security, string? username, string? sealedPassword = Sealed, bool isDefault = false, string tenantId = "acme") => new()
        {
            TenantId = tenantId,
            Id = id,
            Name = id,
            Kind = host is null ? ServerKind.Sandbox : ServerKind.Smtp,
            Host = host,
            Port = port,
            Security = security,
            Username = username,
            SealedPassword = sealedPassword,
            FromAddress = "relay@acme.example",
            IsDefault = isDefault,
        };
}
