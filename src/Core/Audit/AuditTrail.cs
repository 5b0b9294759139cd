using AgentMail.Core.Agents;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AgentMail.Core.Audit;

/// <summary>
/// Writes the audit trail of one change, in its transaction, from the rows that EF tracks: what is added to the configuration later is
/// in the trail without anyone thinking of it. Bulk statements pass the tracker by, so configuration is changed without them.
/// </summary>
/// <param name="db">The context that made the change, before it is saved.</param>
/// <param name="tenantId">Whose configuration.</param>
/// <param name="actor">Who asked.</param>
/// <param name="now">When.</param>
/// <param name="change">The tenant's counter of changes.</param>
internal sealed class AuditTrail(AgentMailDb db, string tenantId, AuditActor actor, DateTimeOffset now, long change)
{
    /// <summary>Adds an entry for each row that changes.</summary>
    public void Record() => Add([.. Changes().Where(c => c.Says).OrderBy(c => c.Resource, StringComparer.Ordinal)]);

    /// <summary>The same for a change of one resource. That one has the first entry, also when no member differs: its version has risen.</summary>
    /// <param name="resource">URL path that was called.</param>
    /// <param name="action">What was done to it.</param>
    public void Record(string resource, AuditAction action)
    {
        var changes = Changes();
        // Paths are matched without regard to case, and ids in them are not.
        var asked = changes.Find(c => c.Resource == resource) ?? changes.Find(c => string.Equals(c.Resource, resource.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
        var others = changes.Where(c => c != asked && c.Says).OrderBy(c => c.Resource, StringComparer.Ordinal);
        Add([asked ?? new(action, resource, [], action == AuditAction.Removed ? 0 : change), .. others]);
    }

    private List<Entry> Changes() => [.. db.ChangeTracker.Entries().ToList().Select(EntryOf).OfType<Entry>()];

    private Entry? EntryOf(EntityEntry row)
    {
        if (ActionOf(row) is not { } action || AuditedResource.Of(row.Entity) is not { } resource || resource.TenantId != tenantId)
            return null;
        var hasVersion = action != AuditAction.Removed && row.Metadata.FindProperty("Version") is not null;
        return new(action, resource.Path, AuditedFields.Of(row, action), hasVersion ? (long)row.Property("Version").CurrentValue! : 0);
    }

    private static AuditAction? ActionOf(EntityEntry row) => row.State switch
    {
        EntityState.Modified => AuditAction.Changed,
        // A profile comes and goes with its agent.
        _ when row.Entity is AgentProfile => null,
        EntityState.Added => AuditAction.Created,
        EntityState.Deleted => AuditAction.Removed,
        _ => null,
    };

    private void Add(IReadOnlyList<Entry> entries) => db.AuditEntries.AddRange(entries.Select((entry, place) => new AuditEntry
    {
        Id = AuditId.New(now, change, place),
        TenantId = tenantId,
        At = now,
        KeyId = actor.KeyId,
        KeyName = actor.KeyName,
        Role = actor.Role,
        Action = entry.Action,
        Resource = entry.Resource,
        Fields = entry.Fields,
        Version = entry.Version,
    }));

    private sealed record Entry(AuditAction Action, string Resource, List<string> Fields, long Version)
    {
        /// <summary>False for a row of which only versions rose.</summary>
        public bool Says => Action != AuditAction.Changed || Fields.Count > 0;
    }
}
