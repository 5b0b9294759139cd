using AgentMail.Core.Tenants;

namespace AgentMail.Api.Auth;

/// <summary>Who asks: what the API key says of tenant and role.</summary>
/// <param name="TenantId">Everything the caller sees or changes belongs to it.</param>
/// <param name="KeyId">Which key.</param>
/// <param name="Role">What the key may do.</param>
/// <param name="AgentId">The agent a key of role agent is bound to; null for others.</param>
internal sealed record Caller(string TenantId, string KeyId, Role Role, string? AgentId)
{
    /// <summary>False when the key is bound to another agent.</summary>
    public bool MayActAs(string agentId) => Role != Role.Agent || AgentId == agentId;

    public static ValueTask<Caller?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<Caller>());
}
