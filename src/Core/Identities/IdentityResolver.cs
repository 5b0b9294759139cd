using AgentMail.Core.Emails;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Identities;

/// <summary>
/// Decides through which account an agent or a channel sends, and as whom (R16-R24). Pure: intake, From list, warnings and delivery
/// all ask here, so they cannot disagree.
/// </summary>
public static class IdentityResolver
{
    /// <summary>The words of R4.</summary>
    public const string EmailPasswordMissing = "There is no email password configured for your email account.";

    /// <summary>Code of the warning that mail leaves under the server's own address (R24).</summary>
    public const string SentFromSharedAccount = "sent_from_shared_account";

    /// <summary>The identity of an agent (R18, R20).</summary>
    public static IdentityResolution Resolve(AgentSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var (agent, profile, server) = sources;
        if (!agent.Enabled)
            return Refuse(agent.IdentityVersion, IdentityRefusal.Disabled, $"Agent '{agent.Id}' is disabled; an admin can enable it.");
        if (profile.WorkplaceEmail is not { } address)
            return Refuse(agent.IdentityVersion, IdentityRefusal.NoAddress, $"Agent '{agent.Id}' has no workplace email; set it in the profile.");
        return Resolve(new Candidate(
            agent.TenantId, SenderKind.Agent, agent.Id, agent.IdentityVersion, address, agent.DisplayName, agent.Override,
            profile.UserId, profile.SealedEmailPassword, server, agent.Limits));
    }

    /// <summary>The identity of a channel (R17).</summary>
    public static IdentityResolution Resolve(ChannelSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var (channel, server) = sources;
        if (!channel.Enabled)
            return Refuse(channel.IdentityVersion, IdentityRefusal.Disabled, $"Channel '{channel.Id}' is disabled; an admin can enable it.");
        return Resolve(new Candidate(
            channel.TenantId, SenderKind.Channel, channel.Id, channel.IdentityVersion, channel.Address, channel.DisplayName, channel.Override,
            channel.UserId, channel.SealedPassword, server, channel.Limits));
    }

    private static IdentityResolution Resolve(Candidate candidate)
    {
        if (!candidate.Override)
            return new IdentityResolution.Resolved(ThroughSharedAccount(candidate));
        if (candidate.NeedsPassword && candidate.SealedPassword is null)
            return Refuse(candidate.Version, IdentityRefusal.EmailPasswordMissing, EmailPasswordMissing);
        return new IdentityResolution.Resolved(ThroughOwnAccount(candidate));
    }

    private static IdentityResolution.Refused Refuse(long version, IdentityRefusal reason, string detail) => new(reason, detail) { Version = version };

    private static SendingIdentity ThroughOwnAccount(Candidate candidate) => Describe(candidate) with
    {
        UserId = candidate.NeedsPassword ? candidate.UserId ?? candidate.Address : null,
        SealedPassword = candidate.NeedsPassword ? candidate.SealedPassword : null,
    };

    private static SendingIdentity ThroughSharedAccount(Candidate candidate)
    {
        var server = candidate.Server;
        var shared = Describe(candidate) with
        {
            UserId = candidate.NeedsPassword ? server.Username : null,
            SealedPassword = candidate.NeedsPassword ? server.SealedPassword : null,
            SecretOwner = SecretOwners.Server(server.Id),
            AccountVersion = server.Version,
            Limits = server.Limits with { MaxMessageBytes = server.Limits.Tighten(candidate.Limits).MaxMessageBytes },
        };
        if (AllowedFrom.Matches(server.AllowedFrom, candidate.Address))
            return shared;
        return shared with
        {
            From = server.FromAddress,
            ReplyTo = candidate.Address,
            Warnings = [new EmailWarning(SentFromSharedAccount,
                $"Server '{server.Id}' may not send as {candidate.Address}: From is {server.FromAddress}, and replies go to {candidate.Address}.")],
        };
    }

    private static SendingIdentity Describe(Candidate candidate) => new()
    {
        TenantId = candidate.TenantId,
        Kind = candidate.Kind,
        Id = candidate.Id,
        Version = candidate.Version,
        AccountVersion = candidate.Version,
        Address = candidate.Address,
        DisplayName = candidate.DisplayName,
        From = candidate.Address,
        Override = candidate.Override,
        SecretOwner = SecretOwners.Sender(candidate.Kind, candidate.Id),
        Server = Endpoint(candidate.Server),
        Limits = candidate.Server.Limits.Tighten(candidate.Limits),
    };

    private static ServerEndpoint Endpoint(OutboundServer server) =>
        new(server.Id, server.Name, server.Kind, server.Host, server.Port, server.Security, server.Authentication, server.CaCertificate);

    /// <summary>What agents and channels have in common as senders.</summary>
    private sealed record Candidate(
        string TenantId, SenderKind Kind, string Id, long Version, string Address, string? DisplayName, bool Override, string? UserId, string? SealedPassword,
        OutboundServer Server, ServerLimits? Limits)
    {
        public bool NeedsPassword => Server is { Kind: ServerKind.Smtp, Authentication: AuthenticationKind.Password };
    }
}
