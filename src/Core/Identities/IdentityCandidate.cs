using AgentMail.Core.Emails;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Identities;

/// <summary>What agents and channels have in common as senders.</summary>
internal sealed record IdentityCandidate
{
    public required string TenantId { get; init; }

    public required SenderKind Kind { get; init; }

    public required string Id { get; init; }

    public required long Version { get; init; }

    public required string Address { get; init; }

    public required string? DisplayName { get; init; }

    public required bool OnDefault { get; init; }

    public required bool Override { get; init; }

    public required string? UserId { get; init; }

    public required string? SealedPassword { get; init; }

    public required string? PasswordPlace { get; init; }

    public required OutboundServer Server { get; init; }

    public required ServerLimits? Limits { get; init; }

    /// <summary>The sender for a person, such as <c>Agent 'ann'</c>.</summary>
    public string Who => $"{Kind} '{Id}'";

    public static IdentityCandidate Of(AgentSources sources) => new()
    {
        TenantId = sources.Agent.TenantId,
        Kind = SenderKind.Agent,
        Id = sources.Agent.Id,
        Version = sources.Agent.IdentityVersion,
        Address = sources.Profile.WorkplaceEmail ?? "",
        DisplayName = sources.Agent.DisplayName,
        OnDefault = sources.Agent.ServerId is null,
        Override = sources.Agent.Override,
        UserId = sources.Profile.UserId,
        SealedPassword = sources.Profile.SealedEmailPassword,
        PasswordPlace = sources.Profile.EmailPasswordPlace,
        Server = sources.Server,
        Limits = sources.Agent.Limits,
    };

    public static IdentityCandidate Of(ChannelSources sources) => new()
    {
        TenantId = sources.Channel.TenantId,
        Kind = SenderKind.Channel,
        Id = sources.Channel.Id,
        Version = sources.Channel.IdentityVersion,
        Address = sources.Channel.Address,
        DisplayName = sources.Channel.DisplayName,
        OnDefault = sources.Channel.ServerId is null,
        Override = sources.Channel.Override,
        UserId = sources.Channel.UserId,
        SealedPassword = sources.Channel.SealedPassword,
        PasswordPlace = sources.Channel.PasswordPlace,
        Server = sources.Server,
        Limits = sources.Channel.Limits,
    };

    public static IdentityCandidate Of(TenantSources sources) => new()
    {
        TenantId = sources.Tenant.Id,
        Kind = SenderKind.Tenant,
        Id = sources.Tenant.Id,
        Version = Math.Max(sources.Tenant.Version, sources.Server.Version),
        Address = sources.Server.FromAddress,
        DisplayName = sources.Tenant.Name,
        OnDefault = true,
        Override = false,
        UserId = null,
        SealedPassword = null,
        PasswordPlace = null,
        Server = sources.Server,
        Limits = null,
    };
}
