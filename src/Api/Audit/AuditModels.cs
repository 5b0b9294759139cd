using AgentMail.Core.Audit;
using AgentMail.Core.Tenants;

namespace AgentMail.Api.Audit;

/// <summary>A change that was made.</summary>
/// <param name="Id">Ascends with time.</param>
/// <param name="At">When it was made.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="Action"><c>created</c>, <c>changed</c> or <c>removed</c>.</param>
/// <param name="Resource">Path of what changed.</param>
/// <param name="Fields">Names of the members that differ, as requests spell them; of something new, those that have a value. A password is named, never shown.</param>
/// <param name="Version">Version that the resource took; null where it has none or was removed.</param>
internal sealed record AuditEntryView(
    string Id, DateTimeOffset At, AuditActorView Actor, AuditAction Action, string Resource, IReadOnlyList<string> Fields, long? Version)
{
    public static AuditEntryView Of(AuditEntry entry) => new(
        entry.Id, entry.At, AuditActorView.Of(entry), entry.Action, entry.Resource, entry.Fields, entry.Version > 0 ? entry.Version : null);
}

/// <summary>Who made a change.</summary>
/// <param name="KeyId">The API key; null for the operator, for the first start and for AgentMail itself.</param>
/// <param name="KeyName">The key's name at that time, <c>operator</c> or <c>first start</c>; null when the key was deleted before its change was applied.</param>
/// <param name="Role">The key's role at that time; null where there was no key.</param>
/// <param name="AgentId">The agent that a key of role <c>agent</c> is bound to.</param>
internal sealed record AuditActorView(string? KeyId, string? KeyName, Role? Role, string? AgentId)
{
    public static AuditActorView Of(AuditEntry entry)
    {
        var isKnownKey = entry is { KeyId.Length: > 0, KeyName.Length: > 0 };
        return new(
            NullIfEmpty(entry.KeyId), NullIfEmpty(entry.KeyName), isKnownKey ? entry.Role : null,
            isKnownKey && entry.Role == Core.Tenants.Role.Agent ? AgentOf(entry.Resource) : null);
    }

    // Its key changes nothing but what lies below /v1/agents/{id}.
    private static string? AgentOf(string resource) => resource.Split('/') is ["", "v1", "agents", var id, ..] ? id : null;

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
