using AgentMail.Core.Emails;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Identities;

/// <summary>
/// Whether the account that mail would leave through has a password that may be used there. Pure; sends, From lists and the warnings
/// on profiles, channels and servers all ask here.
/// </summary>
public static class AccountPassword
{
    /// <summary>The words of R4.</summary>
    public const string Missing = "There is no email password configured for your email account.";

    /// <summary>Whether the server wants a password at all.</summary>
    public static bool IsWanted(OutboundServer server) => server is { Kind: ServerKind.Smtp, Authentication: AuthenticationKind.Password };

    /// <summary>What is wrong with the agent's own password; null when it is good, or none is needed (R22).</summary>
    public static IdentityResolution.Refused? CheckOwn(AgentSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return CheckOwn(IdentityCandidate.Of(sources));
    }

    /// <summary>What is wrong with the channel's own password; null when it is good, or none is needed.</summary>
    public static IdentityResolution.Refused? CheckOwn(ChannelSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return CheckOwn(IdentityCandidate.Of(sources));
    }

    /// <summary>What keeps the server's shared account from signing in; null when nothing does.</summary>
    public static IdentityResolution.Refused? CheckShared(OutboundServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!IsWanted(server))
            return null;
        if (server.Username is null)
            return Shared(DecisionRule.SharedPasswordMissing, $"Server '{server.Id}' has no user name for its shared account; an admin must enter user name and password there.");
        return SecretPlace.StateOf(server) switch
        {
            SecretState.Missing => Shared(
                DecisionRule.SharedPasswordMissing, $"Server '{server.Id}' has no password for its shared account; an admin must enter it there."),
            SecretState.GivenElsewhere => Shared(
                DecisionRule.SharedPasswordGivenElsewhere,
                $"The password of the shared account of server '{server.Id}' was given for {Named(server.PasswordPlace)}, and the account is now {SecretPlace.OfSharedAccount(server)}. "
                + "It is not sent there: an admin must enter it again."),
            _ => null,
        };
    }

    /// <summary>What keeps the candidate's account, own or shared, from signing in; null when nothing does.</summary>
    internal static IdentityResolution.Refused? Check(IdentityCandidate candidate) =>
        (candidate.Override ? CheckOwn(candidate) : CheckShared(candidate.Server)) is { } refused ? refused with { Version = candidate.Version } : null;

    private static IdentityResolution.Refused? CheckOwn(IdentityCandidate candidate)
    {
        if (!candidate.Override || !IsWanted(candidate.Server))
            return null;
        var here = SecretPlace.Of(candidate.Server);
        return SecretPlace.StateOf(candidate.SealedPassword, candidate.PasswordPlace, here) switch
        {
            SecretState.Missing => Own(DecisionRule.EmailPasswordMissing, Missing),
            SecretState.GivenElsewhere => Own(
                DecisionRule.EmailPasswordGivenElsewhere,
                $"The email password was given for {Named(candidate.PasswordPlace)}, and mail now goes through {here}. It is not sent there: "
                + (candidate.Kind == SenderKind.Agent ? "enter it again in the profile." : $"an admin must enter it again in channel '{candidate.Id}'.")),
            _ => null,
        };
    }

    private static string Named(string? place) => place ?? "another place";

    private static IdentityResolution.Refused Own(DecisionRule rule, string detail) => new(IdentityRefusal.EmailPasswordMissing, rule, detail);

    private static IdentityResolution.Refused Shared(DecisionRule rule, string detail) => new(IdentityRefusal.SharedPasswordMissing, rule, detail);
}
