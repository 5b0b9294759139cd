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
    /// <summary>Code of the warning that mail leaves under the server's own address (R24).</summary>
    public const string SentFromSharedAccount = "sent_from_shared_account";

    /// <summary>The identity of an agent (R18, R20).</summary>
    public static IdentityResolution Resolve(AgentSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var agent = sources.Agent;
        if (!agent.Enabled)
            return Refuse(agent.IdentityVersion, IdentityRefusal.Disabled, DecisionRule.AgentDisabled, $"Agent '{agent.Id}' is disabled; an admin can enable it.");
        if (sources.Profile.WorkplaceEmail is null)
        {
            return Refuse(
                agent.IdentityVersion, IdentityRefusal.NoAddress, DecisionRule.WorkplaceEmailMissing,
                $"Agent '{agent.Id}' has no workplace email; set it in the profile.");
        }
        return Resolve(IdentityCandidate.Of(sources));
    }

    /// <summary>The identity of a channel (R17).</summary>
    public static IdentityResolution Resolve(ChannelSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var channel = sources.Channel;
        return channel.Enabled
            ? Resolve(IdentityCandidate.Of(sources))
            : Refuse(channel.IdentityVersion, IdentityRefusal.Disabled, DecisionRule.ChannelDisabled, $"Channel '{channel.Id}' is disabled; an admin can enable it.");
    }

    /// <summary>The identity of the contact centre itself: the default server's own address.</summary>
    public static IdentityResolution Resolve(TenantSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return Resolve(IdentityCandidate.Of(sources));
    }

    // Own account or shared one is settled first: what is wrong with the own one never leads to the shared one (R23).
    private static IdentityResolution Resolve(IdentityCandidate candidate)
    {
        var identity = candidate.Override ? ThroughOwnAccount(candidate) : ThroughSharedAccount(candidate);
        return AccountPassword.Check(candidate) is { } refused
            ? refused with { Candidate = identity with { SealedPassword = null } }
            : new IdentityResolution.Resolved(identity);
    }

    private static IdentityResolution.Refused Refuse(long version, IdentityRefusal reason, DecisionRule rule, string detail) =>
        new(reason, rule, detail) { Version = version };

    private static SendingIdentity ThroughOwnAccount(IdentityCandidate candidate)
    {
        var signsIn = AccountPassword.IsWanted(candidate.Server);
        return Describe(candidate, IdentityReasons.OwnAddress(candidate)) with
        {
            UserId = signsIn ? candidate.UserId ?? candidate.Address : null,
            SealedPassword = signsIn ? candidate.SealedPassword : null,
        };
    }

    private static SendingIdentity ThroughSharedAccount(IdentityCandidate candidate)
    {
        var (server, address) = (candidate.Server, candidate.Address);
        var signsIn = AccountPassword.IsWanted(server);
        // An account needs nobody's leave for its own address.
        var pattern = SameAddress.Is(address, server.FromAddress) ? address : AllowedFrom.Find(server.AllowedFrom, address);
        var shared = Describe(candidate, pattern is null ? IdentityReasons.SharedFromAddress(candidate) : IdentityReasons.AllowedFrom(candidate, pattern)) with
        {
            UserId = signsIn ? server.Username : null,
            SealedPassword = signsIn ? server.SealedPassword : null,
            SecretOwner = SecretOwners.Server(server.Id),
            AccountVersion = server.Version,
            Limits = server.EffectiveLimits with { MaxMessageBytes = server.Limits.Tighten(candidate.Limits).MaxMessageBytes },
        };
        if (pattern is not null)
            return shared;
        return shared with
        {
            From = server.FromAddress,
            ReplyTo = address,
            Warnings = [new EmailWarning(SentFromSharedAccount,
                $"Server '{server.Id}' may not send as {address}: From is {server.FromAddress}, and replies go to {address}.")],
        };
    }

    private static SendingIdentity Describe(IdentityCandidate candidate, DecisionReason[] addresses) => new()
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
        Limits = candidate.Server.EffectiveLimits.Tighten(candidate.Limits),
        Reasons = [IdentityReasons.Server(candidate), IdentityReasons.Account(candidate), .. addresses],
    };

    private static ServerEndpoint Endpoint(OutboundServer server) =>
        new(server.Id, server.Name, server.Kind, server.Host, server.Port, server.Security, server.Authentication, server.CaCertificate);
}
