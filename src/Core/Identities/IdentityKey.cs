using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Identities;

/// <summary>What an entry of the identity cache is found by: one sender of one tenant, in exactly this version.</summary>
internal readonly record struct IdentityKey(string TenantId, SenderKind Kind, string Id, long Version)
{
    public static IdentityKey Of(SendingIdentity identity) => new(identity.TenantId, identity.Kind, identity.Id, identity.Version);

    /// <summary>Within this process.</summary>
    public override string ToString() => $"{TenantId}:{WireEnum<SenderKind>.Name(Kind)}:{Id}:{Version}";

    /// <summary>Among all installations and releases that may use the same Redis. No part has a colon in it.</summary>
    public string In(string installation, int shape = SendingIdentity.Shape) => $"agentmail:{installation}:identity:{shape}:{this}";
}
