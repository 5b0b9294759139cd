using AgentMail.Contracts.Commands;
using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.TestEmails;

/// <summary>Resolves whom a test sends as: by the resolver of all mail, over the stored rows with the typed values put in as if they had been saved.</summary>
public sealed class TestSubjects(Database database, SecretSealer sealer)
{
    /// <summary>The subject of a test; null when there is none of this id.</summary>
    public async Task<TestSubject?> FindAsync(RunTestEmail request, TypedValues typed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(typed);
        var (tenantId, id, evenIfDisabled) = (request.TenantId, request.Id, request.EvenIfDisabled);
        await using var db = database.Read();
        return request.Subject switch
        {
            TestSubjectKind.Agent => await IdentityLoader.AgentAsync(db, tenantId, id, ct) is { } agent ? Of(agent, typed, Seal(tenantId, id, typed), evenIfDisabled) : null,
            TestSubjectKind.Channel => await IdentityLoader.ChannelAsync(db, tenantId, id, ct) is { } channel ? Of(channel, typed, evenIfDisabled) : null,
            _ => await db.Servers.AsNoTracking().SingleOrDefaultAsync(s => s.TenantId == tenantId && s.Id == id, ct) is { } server ? Of(server, typed) : null,
        };
    }

    /// <summary>An agent. Pure.</summary>
    internal static TestSubject Of(AgentSources stored, TypedValues typed, string? sealedPassword, bool evenIfDisabled)
    {
        var (agent, profile, server) = stored;
        var enabled = evenIfDisabled ? stored with { Agent = Enabled(agent) } : stored;
        var asTyped = new AgentProfile
        {
            TenantId = profile.TenantId,
            AgentId = profile.AgentId,
            WorkplaceEmail = typed.Address ?? profile.WorkplaceEmail,
            UserId = typed.UserId ?? profile.UserId,
            SealedEmailPassword = sealedPassword ?? profile.SealedEmailPassword,
            EmailPasswordPlace = sealedPassword is null ? profile.EmailPasswordPlace : SecretPlace.Of(server),
        };
        return new(TestSubjectKind.Agent, agent.Id, IdentityResolver.Resolve(enabled with { Profile = asTyped }), IdentityResolver.Resolve(enabled), To: null);
    }

    /// <summary>A channel. Pure.</summary>
    internal static TestSubject Of(ChannelSources stored, TypedValues typed, bool evenIfDisabled)
    {
        var identity = IdentityResolver.Resolve(evenIfDisabled ? stored with { Channel = Enabled(stored.Channel) } : stored);
        return new(TestSubjectKind.Channel, stored.Channel.Id, identity, identity, typed.To);
    }

    /// <summary>A server: its shared account sends as the server's own address, as it does for a channel that had this address. Pure.</summary>
    internal static TestSubject Of(OutboundServer server, TypedValues typed)
    {
        var itself = new Channel { TenantId = server.TenantId, Id = server.Id, Name = server.Name, Address = server.FromAddress, ServerId = server.Id };
        var resolution = IdentityResolver.Resolve(new ChannelSources(itself, server));
        if (resolution is IdentityResolution.Resolved { Identity: var identity })
            resolution = new IdentityResolution.Resolved(identity with { ReplyTo = null, Warnings = [] });
        return new(TestSubjectKind.Server, server.Id, resolution, resolution, typed.To);
    }

    private string? Seal(string tenantId, string agentId, TypedValues typed) =>
        typed.Password is { } password ? sealer.Seal(tenantId, SecretOwners.Agent(agentId), password) : null;

    private static Agent Enabled(Agent agent) => new()
    {
        TenantId = agent.TenantId,
        Id = agent.Id,
        DisplayName = agent.DisplayName,
        Enabled = true,
        ServerId = agent.ServerId,
        Override = agent.Override,
        Limits = agent.Limits,
        IdentityVersion = agent.IdentityVersion,
    };

    private static Channel Enabled(Channel channel) => new()
    {
        TenantId = channel.TenantId,
        Id = channel.Id,
        Name = channel.Name,
        Address = channel.Address,
        DisplayName = channel.DisplayName,
        ServerId = channel.ServerId,
        Override = channel.Override,
        UserId = channel.UserId,
        SealedPassword = channel.SealedPassword,
        PasswordPlace = channel.PasswordPlace,
        Limits = channel.Limits,
        IdentityVersion = channel.IdentityVersion,
    };
}
