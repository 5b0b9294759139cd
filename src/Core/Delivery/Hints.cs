namespace AgentMail.Core.Delivery;

/// <summary>What a person can do about a failure, said once. The server's own words are shown beside it.</summary>
public static class Hints
{
    /// <summary>Ends a hint where a send goes on by itself; a test email does not.</summary>
    public const string TriesAgain = " AgentMail tries again.";

    public const string Transient = "The server asked to try again later. AgentMail does so by itself.";
    public const string Greylisted = "The recipient's server greylists: it takes mail from a new sender only at the second try. AgentMail tries again by itself.";
    public const string RateLimited = "The server says that this account sends too fast. AgentMail slows down and tries again; an admin can lower the rate or the connections in the server's limits.";
    public const string DailyLimit = "This account has used up its sending limit at the provider. AgentMail tries again; an admin can spread the mail over more accounts or buy a higher limit.";
    public const string TooManyRecipients = "The server takes fewer recipients at once. AgentMail sends to the remaining ones in further messages.";
    public const string TlsUnavailable = "The server could not start encryption. Nothing was sent and no password left; an admin should check the server's port and connection security.";
    public const string StartTlsDemanded = "The server demands encryption. An admin should set the server's connection security to STARTTLS, or to TLS on port 465.";
    public const string AuthenticationUnavailable = "The server could not check the sign-in just now; this says nothing about the password. AgentMail tries again by itself.";
    public const string BasicAuthenticationOff = "Signing in with a password is switched off for this mailbox in Microsoft 365. An admin there must allow Authenticated SMTP for it (security defaults and conditional access included).";
    public const string BasicAuthenticationRetired = "Microsoft 365 no longer takes passwords for sending here. An admin should use another outbound server for this address.";
    public const string SignInDemanded = "The server takes mail only after signing in. An admin should set authentication to password; in Microsoft 365, allow Authenticated SMTP for the mailbox.";
    public const string MechanismRefused = "The server does not offer this way of signing in. An admin should check the port (587 or 465) and which sign-in the server allows.";
    public const string EncryptionForSignIn = "The server lets nobody sign in without encryption. An admin should set the server's connection security to STARTTLS or TLS.";
    public const string AppPassword = "This account needs an app password instead of the usual one. Create one in the account's security settings (two-step verification must be on) and enter it as email password.";
    public const string CredentialsRefused = "The server refused this user ID and password. Check both; many providers want an app password, or sending by SMTP to be switched on first.";
    public const string GoogleCredentials = "Google refused this user ID and password. It takes an app password here and not the usual one: create one in the Google account's security settings (two-step verification must be on) and enter it as email password.";
    public const string MicrosoftCredentials = "Microsoft 365 refused this user ID and password. If both are right, Authenticated SMTP is switched off for this mailbox, or its owner must sign in with a second factor: an admin there must allow Authenticated SMTP for it.";
    public const string SignInRefused = "The server refused the sign-in of this account. Its answer says why; an admin should check whether the account may send by SMTP.";
    public const string SenderDenied = "This account may not send from this address. The account must own the From address, or be given the right to send as it.";
    public const string NotVerified = "The provider sends only from addresses that were verified with it, and in its sandbox only to such. An admin should verify the address named in its answer, or its domain.";
    public const string RelayDenied = "The server takes no mail to other domains from this account. An admin should check that it signs in, and that the server lets it send to the outside.";
    public const string RecipientRefused = "The recipient's address does not exist or takes no mail. Check the address.";
    public const string RecipientFull = "The recipient's mailbox is full. AgentMail tries again for a while.";
    public const string TooLarge = "The message is larger than the server accepts. Send smaller or fewer attachments.";
    public const string ContentRefused = "The server refused the content of the message. Its answer says why.";
    public const string PolicyRefused = "The server refused the message by policy or as spam. Its answer says why; an admin should check SPF, DKIM and the sender's reputation.";
    public const string CommandRefused = "The server did not understand or accept a command. An admin should check that this is a submission server and look at its answer.";
    public const string ServiceRefused = "The server refused the connection. Its answer says why; an admin should check host and port, and whether the server blocks this network.";
    public const string Unclassified = "The server refused the message. Its answer says why.";
}
