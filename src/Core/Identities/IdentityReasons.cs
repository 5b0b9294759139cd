using AgentMail.Core.Emails;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Identities;

/// <summary>Says of a resolved identity which rule chose its parts.</summary>
internal static class IdentityReasons
{
    public static DecisionReason Server(IdentityCandidate candidate) => candidate.OnDefault
        ? new(DecisionSubject.Server, DecisionRule.DefaultServer, $"{candidate.Who} is on no server of its own and uses the default, '{candidate.Server.Id}'.")
        : new(DecisionSubject.Server, DecisionRule.AssignedServer, $"An admin has put {Low(candidate.Who)} on server '{candidate.Server.Id}'.");

    public static DecisionReason Account(IdentityCandidate candidate) => candidate switch
    {
        { Server: { Kind: ServerKind.Sandbox } server } => Account(
            DecisionRule.Sandbox, $"Server '{server.Id}' is a sandbox, which keeps mail and sends nothing: there is nothing to sign in to."),
        { Server: { Authentication: AuthenticationKind.None } server } => Account(DecisionRule.NoAuthentication, $"Server '{server.Id}' wants no sign-in."),
        { Override: true } => Account(
            DecisionRule.OwnAccount, $"Override is set for {Low(candidate.Who)}, so it signs in as {candidate.UserId ?? candidate.Address} with its own password."),
        { Server: var server } => Account(
            DecisionRule.SharedAccount, $"Override is not set for {Low(candidate.Who)}, so mail leaves through the shared account of server '{server.Id}'."),
    };

    public static DecisionReason[] OwnAddress(IdentityCandidate candidate) =>
    [
        new(DecisionSubject.From, DecisionRule.OwnAddress, $"Override is set for {Low(candidate.Who)}, so it sends as its own address, {candidate.Address}."),
        RepliesToFrom(candidate),
    ];

    public static DecisionReason[] AllowedFrom(IdentityCandidate candidate, string pattern) =>
    [
        new(DecisionSubject.From, DecisionRule.AllowedFrom, pattern == candidate.Address && SameAddress.Is(pattern, candidate.Server.FromAddress)
                ? $"{candidate.Address} is the own address of server '{candidate.Server.Id}'."
                : $"Server '{candidate.Server.Id}' may send as {candidate.Address}: its allowedFrom has {pattern}."),
        RepliesToFrom(candidate),
    ];

    public static DecisionReason[] SharedFromAddress(IdentityCandidate candidate) =>
    [
        new(DecisionSubject.From, DecisionRule.SharedFromAddress,
            $"Nothing in allowedFrom of server '{candidate.Server.Id}' covers {candidate.Address}, so From is the server's own address, {candidate.Server.FromAddress}."),
        new(DecisionSubject.ReplyTo, DecisionRule.SharedFromAddress, $"From is not the address of {Low(candidate.Who)}, so replies are led to {candidate.Address}."),
    ];

    private static DecisionReason RepliesToFrom(IdentityCandidate candidate) => new(
        DecisionSubject.ReplyTo, DecisionRule.OwnAddress, $"Replies come to From, which is the own address of {Low(candidate.Who)}.");

    private static DecisionReason Account(DecisionRule rule, string message) => new(DecisionSubject.Account, rule, message);

    private static string Low(string who) => char.ToLowerInvariant(who[0]) + who[1..];
}
