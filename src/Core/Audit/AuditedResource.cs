using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Core.Webhooks;

namespace AgentMail.Core.Audit;

/// <summary>Where the API shows a row whose changes are audited.</summary>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Path">URL path, such as <c>/v1/agents/ann/profile</c>.</param>
internal sealed record AuditedResource(string TenantId, string Path)
{
    /// <summary>The resource that a row is; null for rows that are no configuration.</summary>
    public static AuditedResource? Of(object row) => row switch
    {
        Tenant tenant => new(tenant.Id, "/v1/tenant"),
        ApiKey key => new(key.TenantId, $"/v1/api-keys/{key.Id}"),
        OutboundServer server => new(server.TenantId, $"/v1/servers/{server.Id}"),
        Channel channel => new(channel.TenantId, $"/v1/channels/{channel.Id}"),
        Agent agent => new(agent.TenantId, $"/v1/agents/{agent.Id}"),
        AgentProfile profile => new(profile.TenantId, $"/v1/agents/{profile.AgentId}/profile"),
        Signature { OwnerKind: SignatureOwner.Agent } signature => new(signature.TenantId, $"/v1/agents/{signature.OwnerId}/signatures/{signature.Id}"),
        Signature signature => new(signature.TenantId, $"/v1/channels/{signature.OwnerId}/signatures/{signature.Id}"),
        Template template => new(template.TenantId, $"/v1/templates/{template.Id}"),
        Webhook webhook => new(webhook.TenantId, $"/v1/webhooks/{webhook.Id}"),
        _ => null,
    };
}
