using AgentMail.Core.Tenants;

namespace AgentMail.Core.Audit;

/// <summary>One change that was made: who, when, what, which fields. Never a value (R15).</summary>
public sealed class AuditEntry
{
    /// <summary><c>au_…</c>, sortable by time.</summary>
    public required string Id { get; init; }

    public required string TenantId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The API key that asked for it; empty for what AgentMail did by itself.</summary>
    public required string KeyId { get; init; }

    /// <summary>Its name at that time: keys can be removed, and the trail stays readable. Empty when it was removed before its change was applied.</summary>
    public required string KeyName { get; init; }

    public required Role Role { get; init; }

    public required AuditAction Action { get; init; }

    /// <summary>URL path of what changed, such as <c>/v1/agents/ann/profile</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Names of the changed members as the API spells them.</summary>
    public required List<string> Fields { get; init; }

    /// <summary>Version the resource took; 0 where it has none or was removed.</summary>
    public long Version { get; init; }
}

/// <summary>What was done.</summary>
public enum AuditAction
{
    Created,
    Changed,
    Removed,
}
