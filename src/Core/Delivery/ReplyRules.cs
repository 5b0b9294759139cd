using System.Text.RegularExpressions;
using static AgentMail.Core.Delivery.FailureClass;

namespace AgentMail.Core.Delivery;

/// <summary>
/// The reply table, in order: the first row that matches decides (RFC 5321 §4.2, RFC 3463, RFC 5248 and the IANA
/// registry of enhanced codes, Microsoft's and Google's pages). Particular rows come before general ones.
/// </summary>
internal static partial class ReplyRules
{
    private static readonly SmtpStage[] Auth = [SmtpStage.Authenticate];
    private static readonly SmtpStage[] Connecting = [SmtpStage.Connect, SmtpStage.Tls];
    private static readonly SmtpStage[] Rcpt = [SmtpStage.RcptTo];
    private static readonly SmtpStage[] AllButAuth = [SmtpStage.Connect, SmtpStage.Tls, SmtpStage.MailFrom, SmtpStage.RcptTo, SmtpStage.Data];

    /// <summary>All rows, the most particular first. What none matches is decided by its basic digit.</summary>
    public static readonly ReplyRule[] All =
    [
        // Limits. Some are 5yz by vendors' habit although the mail would go through tomorrow.
        new(Transient, FailureReason.RateLimited, Hints.DailyLimit) { Codes = "550", Enhanced = "5.4.5 5.1.90" },
        new(Policy, FailureReason.SenderDenied, Hints.SenderDenied) { Codes = "5yz", Words = SendAsDenied() },
        new(Transient, FailureReason.RateLimited, Hints.DailyLimit) { Codes = "554", Enhanced = "5.2.0" },
        new(Transient, FailureReason.RateLimited, Hints.TooManyRecipients) { Codes = "452", Enhanced = "4.5.3" },
        new(Transient, FailureReason.RateLimited, Hints.TooManyRecipients) { Codes = "4yz 552", At = Rcpt, Words = TooManyRecipients() },
        new(Transient, FailureReason.RecipientFull, Hints.RecipientFull) { Codes = "452", Enhanced = "4.2.2" },
        new(Transient, FailureReason.Greylisted, Hints.Greylisted) { Codes = "421 450 451", Words = Greylisting() },
        new(Transient, FailureReason.RateLimited, Hints.RateLimited) { Codes = "421", Enhanced = "4.7.28" },
        new(Transient, FailureReason.RateLimited, Hints.RateLimited) { Codes = "421", Enhanced = "4.7.0", At = AllButAuth },
        new(Transient, FailureReason.RateLimited, Hints.RateLimited) { Codes = "432", Enhanced = "4.3.2" },
        new(Transient, FailureReason.RateLimited, Hints.RateLimited) { Codes = "450", Enhanced = "4.2.1" },
        new(Transient, FailureReason.RateLimited, Hints.RateLimited) { Codes = "451", Enhanced = "4.7.5??" },
        new(Transient, FailureReason.RateLimited, Hints.RateLimited) { Codes = "4yz", Words = TooMuch() },
        new(Connection, FailureReason.RateLimited, Hints.RateLimited) { Codes = "5yz", At = [SmtpStage.Connect], Words = TooMuch() },

        // Securing the connection: never a reason to go on without.
        new(Policy, FailureReason.TlsFailed, Hints.TlsUnavailable) { Codes = "454 500 501 502 503 504", At = [SmtpStage.Tls] },
        new(Policy, FailureReason.TlsFailed, Hints.TlsUnavailable) { Codes = "454", Words = TlsNotAvailable() },
        new(Policy, FailureReason.TlsFailed, Hints.StartTlsDemanded) { Codes = "530", Words = StartTlsDemanded() },

        // Signing in. A 4yz here says nothing about the password.
        new(Transient, FailureReason.AuthenticationUnavailable, Hints.AuthenticationUnavailable) { Codes = "4yz", At = Auth },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.BasicAuthenticationOff) { Codes = "535", Enhanced = "5.7.139" },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.BasicAuthenticationOff) { Codes = "5yz", At = Auth, Words = BasicAuthenticationOff() },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.BasicAuthenticationRetired) { Codes = "550", Enhanced = "5.7.30" },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.SignInDemanded) { Codes = "530" },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.MechanismRefused) { Codes = "504", Enhanced = "5.7.4" },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.MechanismRefused) { Codes = "500 501 502 503 504", At = Auth },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.EncryptionForSignIn) { Codes = "538" },
        new(Authentication, FailureReason.CredentialsRefused, Hints.AppPassword) { Codes = "534", Enhanced = "5.7.9" },
        new(Authentication, FailureReason.CredentialsRefused, Hints.AppPassword) { Codes = "534 535", Words = AppPassword() },
        new(Authentication, FailureReason.CredentialsRefused, Hints.GoogleCredentials) { Codes = "534 535", Words = Google() },
        new(Authentication, FailureReason.CredentialsRefused, Hints.MicrosoftCredentials) { Codes = "535", Words = Microsoft365() },
        new(Authentication, FailureReason.CredentialsRefused, Hints.CredentialsRefused) { Codes = "534 535" },
        new(Authentication, FailureReason.AuthenticationNotAllowed, Hints.SignInRefused) { Codes = "5yz", At = Auth },

        // From and account do not match.
        new(Policy, FailureReason.SenderDenied, Hints.SenderDenied) { Codes = "550", Enhanced = "5.7.60 5.1.7 5.1.8 5.7.27" },
        new(Policy, FailureReason.SenderDenied, Hints.SenderDenied) { Codes = "554", Enhanced = "5.2.252" },
        new(Policy, FailureReason.SenderDenied, Hints.NotVerified) { Codes = "554", Words = NotVerified() },
        new(Policy, FailureReason.SenderDenied, Hints.SenderDenied) { Codes = "501 550 551 553 554", Words = NotOwned() },
        new(Permanent, FailureReason.MessageRefused, Hints.RelayDenied) { Codes = "550 553 554", Words = Relaying() },

        // One recipient.
        new(Transient, FailureReason.RecipientFull, Hints.RecipientFull) { Codes = "552", Enhanced = "5.2.2" },
        new(Permanent, FailureReason.RecipientRefused, Hints.RecipientRefused) { Codes = "550", Enhanced = "5.1.1 5.1.2 5.1.3 5.1.6 5.1.10 5.2.1" },
        new(Permanent, FailureReason.RecipientRefused, Hints.RecipientRefused) { Codes = "553", Enhanced = "5.1.3" },
        new(Permanent, FailureReason.RecipientRefused, Hints.RecipientRefused) { Codes = "551 556" },

        // The message.
        new(Permanent, FailureReason.MessageRefused, Hints.TooLarge) { Codes = "552", Enhanced = "5.3.4" },
        new(Permanent, FailureReason.MessageRefused, Hints.ContentRefused) { Codes = "554", Enhanced = "5.6.*" },
        new(Permanent, FailureReason.MessageRefused, Hints.PolicyRefused) { Codes = "550 553 554", Enhanced = "5.7.*" },
        new(Permanent, FailureReason.MessageRefused, Hints.CommandRefused) { Codes = "500 501 502 503", Enhanced = "5.5.*" },

        // No conversation took place, so nothing was said about any message.
        new(Connection, FailureReason.ConnectionFailed, Hints.ServiceRefused) { Codes = "5yz", At = Connecting },

        // Bare codes, by what they mean at this stage.
        new(Permanent, FailureReason.RecipientRefused, Hints.RecipientRefused) { Codes = "550 553", At = Rcpt, Enhanced = "-" },
        new(Transient, FailureReason.RecipientFull, Hints.RecipientFull) { Codes = "552", At = Rcpt, Enhanced = "-" },
        new(Permanent, FailureReason.MessageRefused, Hints.TooLarge) { Codes = "552", Enhanced = "-" },
        new(Permanent, FailureReason.MessageRefused, Hints.CommandRefused) { Codes = "500 501 502 503", Enhanced = "-" },
    ];

    [GeneratedRegex(@"\bgr[ae]y", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Greylisting();

    [GeneratedRegex("too many recipients", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooManyRecipients();

    [GeneratedRegex(@"\brate\b|too (many|much|fast)|throttl", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooMuch();

    [GeneratedRegex(@"\b(START)?TLS\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TlsNotAvailable();

    [GeneratedRegex(@"\bSTARTTLS\b|encrypt|\bTLS\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StartTlsDemanded();

    [GeneratedRegex("app(lication)?[- ](specific )?password", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AppPassword();

    [GeneratedRegex("SendAsDenied", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SendAsDenied();

    [GeneratedRegex(@"SmtpClientAuthentication is disabled|basic authentication is disabled", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BasicAuthenticationOff();

    [GeneratedRegex(@"\bsupport\.google\.com\b|\bgsmtp\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Google();

    [GeneratedRegex(@"\.outlook\.com\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Microsoft365();

    [GeneratedRegex("address is not verified", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotVerified();

    [GeneratedRegex(
        "not owned|(not (allowed|permitted|authori[sz]ed)|permissions?) to (send|relay e?mails?)( (as|from)|$)|Sender address rejected: not logged in|sender('s)?( address)? (is|was) not allowed"
        + "|unauthori[sz]ed sender|not one of your addresses|from address must be( the)? same|Relaying disallowed as",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotOwned();

    [GeneratedRegex("relay(ing)?( access)?( is)? (denied|disallowed|prohibited|not (permitted|allowed))|unable to relay", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relaying();
}
